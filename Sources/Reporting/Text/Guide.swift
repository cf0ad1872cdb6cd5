import Benchmarking
import OutsideText

/// The words that every format of a report shares: how to read it, and what must be known of its data.
enum Guide {
    /// Column or mark, and what it means.
    static let columns: [(term: String, meaning: String)] = [
        ("ratio", "raw bytes over compressed bytes of all items together; higher is better."),
        ("mean ratio", "the geometric mean of the items' ratios, each item counting the same."),
        ("bpb", "compressed bits per raw byte of all items together; lower is better."),
        ("vs best classical", "compressed size beside that of the smallest classical codec; lower is better."),
        (
            "MB/s",
            "10⁶ raw bytes a second over all items, from the median time of each; in brackets the 95 % interval (of a sum:"
                + " the sum of the items' bounds, which is wider), where each item was passed over often enough to tell one."
                + " Speeds hold for the machine named below only."
        ),
        (
            "memory",
            "the most that a fresh process doing only this direction held, less what it held before it began and the buffers"
                + " for input and output; the largest of the items."
        ),
        ("adjusted ratio", "the ratio with pre-trained weights that a decoder needs counted as payload, once."),
        ("◆ neural", "a network alone predicts, and learns while it codes or has learnt beforehand."),
        (
            "■ hybrid",
            "a network is joined with classical models. Codecs without a mark are classical: they go by fixed rules and counts."
        ),
        (
            "best trade-off",
            "no other line is both smaller and faster: C compressing, D decompressing (the Pareto frontier of the plots)."
        ),
    ]

    static let sums = """
        Sums and means cover only the items that every codec of a table managed; how many those are stands above it. \
        Every stream was decompressed and compared with the original byte by byte.
        """

    static let generated = """
        Generated items (marked †) are made by a program, not found in the world. They show that everything works; their \
        ratios say nothing about real data, and they are never summed up with it.
        """

    static let severalMachines = """
        These runs come from different machines, or from machines that are not known. Sizes can be compared; speeds and \
        memory cannot, and no change of them is given.
        """

    static let oneMachine = "Whether a difference in speed is more than noise, 'ncbench compare' tells."

    static let onlyEmpty = "All of them are empty, so that there is neither a ratio nor a speed."

    /// Why a group has rows and no totals.
    static func withoutTotals(_ group: ItemGroup, _ run: ReportedRun) -> String {
        withoutTotals(run.records.filter { ItemGroup($0, in: run) == group })
    }

    /// Why rows have no totals.
    static func withoutTotals(_ records: [TrialRecord]) -> String {
        let done = records.filter { $0.status == .ok }
        let isEmpty = !done.isEmpty && done.allSatisfy { $0.rawByteCount == 0 }
        return isEmpty ? onlyEmpty : "No codec gave a result that can be summed up."
    }

    /// What stands where findings would.
    static func withoutFindings(_ run: ReportedRun?) -> String {
        let done = run?.records.filter { $0.status == .ok } ?? []
        return !done.isEmpty && done.allSatisfy { $0.rawByteCount == 0 }
            ? "All items that were measured are empty: there is nothing to compare."
            : "No trial gave a result that can be compared."
    }

    static let reproduction = """
        Paths are relative to the folder that it was given in; of those that lay elsewhere only the last part is kept. The items \
        must have the SHA-256 sums below.
        """

    static let noEnvironment = "Not known: there was no readable `environment.json` beside the results."

    /// What a reader of this run must know before its numbers: rows that are missing or were measured twice.
    static func notes(_ run: ReportedRun) -> [String] {
        var notes: [String] = []
        if run.records.isEmpty { notes.append("The results hold no usable row.") }
        if let planned = run.environment?.options?.trialCount, run.records.count < planned {
            notes.append(
                "The run is not finished: \(run.records.count) of \(count(planned, "trial")) are here. Totals and findings"
                    + " are of these alone; the same command with `--resume` goes on.")
        }
        if !run.damaged.isEmpty {
            notes.append(
                "\(count(run.damaged.count, "row")) of the results could not be used and \(run.damaged.count == 1 ? "is" : "are")"
                    + " left out: \(Damage.lines(run.damaged).joined(separator: "; ")).")
        }
        if let environment = run.environment, environment.buildConfiguration != "release" {
            notes.append("Measured with a build that is not optimised: its speeds mean nothing.")
        }
        if let environment = run.environment, environment.mixesMachines {
            notes.append(
                "Measured on \(environment.machineTypeCount) types of machines: there are no sums of speeds, and those of single"
                    + " items are each of one machine; the folder `machines` has a run for each type.")
        }
        let spread = MachineNoise.spread(of: run.records.compactMap { $0.yardstickSpeed.flatMap(Quantity.finite) })
        if spread > 0.1 {
            notes.append(
                "The machine's own speed, measured beside every trial, varied by \(Quantity.percent(spread)): take smaller"
                    + " differences between speeds for noise.")
        }
        if let note = ThreadUse.note(run) { notes.append(note) }
        if run.supersededCount > 0 {
            notes.append(
                "\(count(run.supersededCount, "row")) of trials that were measured again later \(run.supersededCount == 1 ? "is" : "are")"
                    + " left out; the later ones stand.")
        }
        return notes
    }

    /// When, on what and how much was measured, in one sentence.
    static func summary(_ run: ReportedRun) -> String {
        var seen: Set<ExactText> = []
        let items = run.records.filter { seen.insert($0.item).inserted }
        let settings = Set(run.records.map(Variant.init)).count
        let size = Quantity.size(Double(Totals.saturatingSum(items.map(\.rawByteCount))))
        let what = "\(count(items.count, "item")), \(size) together, \(count(settings, "codec setting"))"
        guard let environment = run.environment else { return "\(what); when and on what machine is not known." }
        let machine = environment.cpuModel ?? "an unknown processor"
        return "\(what), measured \(SafeText.oneLine(String(environment.date.prefix(10)))) on one machine:"
            + " \(SafeText.oneLine(machine)), \(count(environment.logicalCores, "core"))."
    }

    /// `1 item`, `2 items`.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// What the sums of a table cover.
    static func coverage(_ totals: Totals) -> [String] {
        let total = totals.itemCount
        let items = totals.commonItems.count
        var lines = [
            "Totals over \(items == total ? Guide.count(items, "item") : "\(items) of \(total) items"), "
                + "\(Quantity.bytes(totals.rawByteCount)) bytes."
        ]
        func list<Member>(_ members: [Member], most: Int = 20, _ word: (Member) -> String) -> String? {
            guard !members.isEmpty else { return nil }
            let rest = members.count > most ? " and \(members.count - most) more" : ""
            return members.prefix(most).map(word).joined(separator: ", ") + rest
        }
        func why(_ variants: [Variant]) -> String {
            let names = list(variants, most: 3) { SafeText.shortened($0.label, to: 60) }
            return names.map { "no result by \($0)" } ?? "empty"
        }
        let others = list(Array(zip(totals.otherItems, totals.missing)), most: 8) { item, variants in
            "\(SafeText.shortened(item.text, to: 60)) (\(why(variants)))"
        }
        if let others { lines[0] += " Left out of them: \(others)." }
        func name(_ left: Totals.LeftOut) -> String { SafeText.shortened(left.variant.label, to: 60) }
        if let names = list(totals.leftOut.filter(\.isUnsupported), name) {
            lines.append("Not made for such items: \(names).")
        }
        let tooFew = list(totals.leftOut.filter { !$0.isUnsupported }) { "\(name($0)) (\($0.itemCount) of \(total))" }
        if let names = tooFew {
            lines.append("In no total, because they managed too few items: \(names).")
        }
        return lines
    }
}
