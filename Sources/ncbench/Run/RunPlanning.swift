import ArgumentParser
import Benchmarking
import CodecInterface
import Console
import Corpora
import Foundation
import OutsideText

/// What the command line asks for, checked before anything runs.
enum RunPlanning {
    /// The specs, each looked up; a problem ends with the usage status before anything is written.
    ///
    /// - Parameters:
    ///   - fallback: the specs when `texts` is empty. Codecs that this build does without are left out of them, with a word, since
    ///     nobody asked for them by name.
    ///   - keepsPaths: whether files behind '@' keep the paths they are named by; otherwise absolute ones are called by their last part.
    ///   - items: those to measure; asked for where a file's name has ``CodecSpec/itemPlaceholder`` in it, so that each item has its own.
    static func entries(
        _ texts: [String], fallback: String, threads: Int, keepsPaths: Bool = false, items: () throws -> [Item] = { [] }
    ) throws -> [RunPlan.Entry] {
        let registry = CodecRegistry()
        var known = KnownFiles(registry: registry, keepsPaths: keepsPaths)
        let names = try texts.contains { $0.contains(CodecSpec.itemPlaceholder) } ? items().map(\.id) : []
        do throws(CodecError) {
            var entries: [RunPlan.Entry] = []
            for text in texts.isEmpty ? [fallback] : texts {
                for spec in try registry.specs(parsing: text) {
                    if texts.isEmpty, registry.missing.contains(where: { $0.name == spec.codec }) {
                        StandardError.print("ncbench: NOTE: without \(spec), which is not part of this build")
                        continue
                    }
                    let isOfEachItem = spec.knowledge?.contains(CodecSpec.itemPlaceholder) ?? false
                    for item in isOfEachItem && !names.isEmpty ? names.map(Optional.some) : [nil] {
                        let entry = try self.entry(spec, of: item, threads: threads, registry, &known)
                        let isKnown = entries.contains {
                            $0.information.name == entry.information.name
                                && ExactText($0.parameters) == ExactText(entry.parameters) && $0.onlyItem == item
                        }
                        if !isKnown { entries.append(entry) }
                    }
                }
            }
            return entries
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.usage
        }
    }

    /// - Parameter item: the one that it is measured on, whose name stands in that of the file; nil for all.
    private static func entry(
        _ spec: CodecSpec, of item: ExactText?, threads: Int, _ registry: CodecRegistry, _ known: inout KnownFiles
    ) throws(CodecError) -> RunPlan.Entry {
        let own = item.map { spec.knowing(fileOf: $0.text) } ?? spec
        let knowledge = try known.knowledge(of: own)
        let codec = try registry.makeCodec(for: own, threads: threads, knowledge: knowledge)
        let information = codec.information
        // A row of each item, under the name that all of them share.
        let name = item == nil ? knowledge?.name : spec.knowledge.map { known.name(of: $0) }
        return RunPlan.Entry(
            spec: own, information: information,
            parameters: CodecSpec.setting(spec.parameters ?? information.defaultParameters, knowledge: name),
            tellsStretchCosts: codec is any StretchCostCodec && knowledge == nil, knowledge: knowledge, onlyItem: item)
    }

    /// The items to measure, and how many files had to be left out.
    struct Selection {
        var items: [Item]
        /// The published corpus of each item that belongs to one, by item.
        var corpora: [String: String] = [:]
        var failureCount = 0
        /// Whether the items have a record a line, to be compressed by itself.
        var areRecords = false
    }

    /// The items; the quick suite gives way to the built-in items, with a word, where nothing of it is on this machine.
    static func selection(suite: String?, files: FileChoice, modalities: String?) throws -> Selection {
        let wanted = try modalities.map(parse(modalities:))
        if files.isAnything {
            var selection = try files.selection()
            selection.items = try filtered(selection.items, wanted)
            return selection
        }
        var selection = Selection(items: GeneratedItems.items)
        do throws(CorpusError) {
            if suite != "smoke" {
                let store = try CorpusStore.located()
                selection.items = try store.items(of: suite ?? "quick")
                selection.corpora = store.publishedCorpora(of: selection.items)
                selection.areRecords = try store.entries(of: suite ?? "quick").allSatisfy { $0.records != nil }
            }
        } catch {
            guard suite == nil || suite == "quick", case .notFetched = error, !isAnythingHere(of: "quick") else {
                throw exitStatus(for: error)
            }
            StandardError.print("ncbench: \(error)")
            StandardError.print(
                "ncbench: NOTE: running on the built-in generated items instead; they show that everything works,"
                    + " their ratios say nothing about real data")
            return Selection(items: try filtered(GeneratedItems.items, wanted))
        }
        selection.items = try filtered(selection.items, wanted)
        return selection
    }

    /// Part of a suite is no reason to measure something else.
    private static func isAnythingHere(of suite: String) -> Bool {
        guard let store = try? CorpusStore.located(), let entries = try? store.entries(of: suite) else { return false }
        return entries.contains(where: store.isHere)
    }

    private static func filtered(_ items: [Item], _ wanted: Set<Modality>?) throws -> [Item] {
        let left = items.filter { wanted?.contains($0.modality) ?? true }
        guard !left.isEmpty else {
            StandardError.print("ncbench: there is nothing to measure: no item is left")
            throw ExitStatus.usage
        }
        return left
    }

    private static func parse(modalities: String) throws -> Set<Modality> {
        Set(try modalities.split(separator: ",", omittingEmptySubsequences: false).map { try modality(String($0)) })
    }

    /// - Throws: the usage status, after a message.
    static func modality(_ name: String) throws -> Modality {
        guard let modality = Modality(rawValue: name) else {
            let known = Modality.allCases.map(\.rawValue).joined(separator: ", ")
            StandardError.print("ncbench: unknown modality '\(name)'; known modalities: \(known)")
            throw ExitStatus.usage
        }
        return modality
    }

    /// The shard that an option names; what is wrong with it ends with the usage status.
    static func shard(_ text: String) throws -> ShardNumber {
        do throws(ShardRequest.Problem) {
            return try ShardRequest(parsing: text).resolved(ProcessInfo.processInfo.environment)
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.usage
        }
    }

    /// Reads a table of costs; one that cannot be read ends with the usage status.
    static func costs(_ path: String) throws -> CostTable {
        do {
            let data = try PathFile.bytes(of: path, readsStandardInput: true)
            return try CostTable(parsing: String(decoding: data, as: UTF8.self), path: path)
        } catch let problem as FileProblem {
            StandardError.print("ncbench: cannot read the costs '\(path)': \(problem.reason)")
        } catch {
            StandardError.print("ncbench: \(error)")
        }
        throw ExitStatus.usage
    }
}
