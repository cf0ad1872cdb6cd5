import Foundation
import OutsideText

/// Writes the files of a merged run, `results.csv` last: where that is, the others are.
struct MergeWriting {
    let output: RunFolder
    let shards: [ShardFolder]
    let types: [MachineType]
    let environment: RunEnvironment

    /// - Throws: ``RunFolderError``, and what writing a file throws.
    func write(_ rows: MergedRows) throws {
        let ordered = rows.ordered
        try RunFolder.create(output.path)
        try writeFiles(of: ordered, into: output, shards: shards.indices, environment)
        try data(origins(ordered)).write(to: url(output, "origins.csv"), options: .atomic)
        guard types.count > 1 else { return try writeResults(ordered, into: output) }
        // Speeds are of one type of machine each: a run for every type.
        for (place, type) in types.enumerated() {
            let own = shards.indices.filter { MachineType(shards[$0].environment) == type }
            let folder = RunFolder(path: "\(output.path)/machines/\(place + 1)")
            try RunFolder.create(folder.path)
            var part = shards[own[0]].environment
            part.run = environment.run
            part.command = environment.command
            part.options = environment.options
            part.options?.trialCount = nil
            part.shards = environment.shards?.filter { $0.machineType == place + 1 }
            let kept = ordered.filter { MachineType(shards[$0.shard].environment) == type }
            try writeFiles(of: kept, into: folder, shards: own, part)
            try writeResults(kept, into: folder)
        }
        try writeResults(ordered, into: output)
    }

    private func writeFiles(
        of rows: [MergedRows.Row], into folder: RunFolder, shards chosen: some Sequence<Int>,
        _ environment: RunEnvironment
    ) throws {
        try folder.write(environment)
        let byShard = Dictionary(grouping: rows, by: \.shard)
        var items: [ExactText: (place: Int, record: ItemRecord)] = [:]
        let samples = try AppendedRows(path: folder.samplesPath, header: SampleRecord.header)
        var curves: AppendedRows?
        for place in chosen {
            let shard = shards[place]
            let kept = byShard[place] ?? []
            let places = Dictionary(kept.map { ($0.trial.key.item, $0.trial.itemPlace) }) { first, _ in first }
            for var item in RunFolder.readItems(shard.folder.path) {
                guard let itemPlace = places[item.item] else { continue }
                item.run = environment.run
                items[item.item] = (itemPlace, item)
            }
            let isAll = kept.count == shard.trials.count
            let specs = Set(
                kept.map { Self.label($0.trial.key.item, spec: $0.trial.key.spec, $0.trial.key.blockByteCount) })
            if isAll, let rows = unchangedSamples(of: shard) {
                try samples.append(rows)
            } else {
                let own = RunFolder.readSamples(shard.folder.path).filter {
                    specs.contains(Self.label($0.item, spec: $0.spec, $0.blockByteCount))
                }
                try samples.append(
                    Data(
                        own.map { sample in
                            var sample = sample
                            sample.run = environment.run
                            return sample.row
                        }.joined().utf8))
            }
            let found = RunFolder.readCurves(shard.folder.path).records.filter {
                specs.contains(Self.label($0.item, spec: $0.spec, nil))
            }
            guard !found.isEmpty else { continue }
            let file = try curves ?? AppendedRows(path: folder.curvesPath, header: CurveRecord.header)
            curves = file
            try file.append(
                Data(
                    found.map { curve in
                        var curve = curve
                        curve.run = environment.run
                        return curve.row
                    }.joined().utf8))
        }
        try samples.finish()
        try curves?.finish()
        try folder.write(items.values.sorted { $0.place < $1.place }.map(\.record))
    }

    /// The rows of a shard's samples with the merged run's name in place of the shard's; nil unless they are as this build writes them.
    ///
    /// Reading millions of rows only to write them again would take most of the time.
    private func unchangedSamples(of shard: ShardFolder) -> Data? {
        guard let data = FileManager.default.contents(atPath: shard.folder.samplesPath) else { return nil }
        let header = Data(SampleRecord.header.utf8)
        let old = Data((shard.environment.run + ",").utf8)
        guard data.starts(with: header) else { return nil }
        let new = Data((environment.run + ",").utf8)
        var result = Data(capacity: data.count + data.count / 32)
        let isWhole = data.withUnsafeBytes { bytes in
            var start = header.count
            var isQuoted = false
            for place in start..<bytes.count {
                if bytes[place] == UInt8(ascii: "\"") { isQuoted.toggle() }
                // Within quotes a line end belongs to a name.
                guard bytes[place] == UInt8(ascii: "\n"), !isQuoted else { continue }
                let row = UnsafeRawBufferPointer(rebasing: bytes[start...place])
                guard row.starts(with: old) else { return false }
                result.append(new)
                result.append(contentsOf: row[old.count...])
                start = place + 1
            }
            return start == bytes.count
        }
        return isWhole ? result : nil
    }

    private func writeResults(_ rows: [MergedRows.Row], into folder: RunFolder) throws {
        let file = try AppendedRows(path: folder.resultsPath, header: ResultsFile.header)
        // A piece at a time, so that not all of it is there twice.
        for start in stride(from: 0, to: rows.count, by: 4096) {
            try file.append(Data(rows[start..<min(start + 4096, rows.count)].map(\.text).joined().utf8))
        }
        try file.finish()
    }

    /// Which shard and which type of machine each row is from.
    private func origins(_ rows: [MergedRows.Row]) -> String {
        CSVText.row(["item", "codec", "params", "block_bytes", "shard", "machine_type"])
            + rows.map { row in
                let key = row.trial.key
                let shard = shards[row.shard]
                let type = (types.firstIndex(of: MachineType(shard.environment)) ?? 0) + 1
                return CSVText.row([
                    key.item.text, key.codec, key.parameters.text, key.blockByteCount.map(String.init) ?? "",
                    String(shard.record.shard.number), String(type),
                ])
            }.joined()
    }

    private static func label(_ item: ExactText, spec: String, _ blockByteCount: Int?) -> ExactText {
        ExactText("\(item)\0\(spec)\0\(blockByteCount ?? 0)")
    }

    private func data(_ text: String) -> Data { Data(text.utf8) }

    private func url(_ folder: RunFolder, _ name: String) -> URL {
        URL(fileURLWithPath: folder.path).appendingPathComponent(name)
    }
}

/// A file that gets its name when it is complete.
private final class AppendedRows {
    private let path: String
    private let handle: FileHandle

    init(path: String, header: String) throws {
        self.path = path
        let unfinished = path + ".new"
        guard FileManager.default.createFile(atPath: unfinished, contents: Data(header.utf8)),
            let handle = FileHandle(forWritingAtPath: unfinished)
        else { throw MergeProblem.cannotWrite(path: path, reason: String(cString: strerror(errno))) }
        self.handle = handle
        try handle.seekToEnd()
    }

    deinit { unlink(path + ".new") }

    func append(_ data: Data) throws {
        do {
            try handle.write(contentsOf: data)
        } catch {
            throw MergeProblem.cannotWrite(path: path, reason: RunFolder.describe(error))
        }
    }

    func finish() throws {
        do {
            try handle.synchronize()
            try handle.close()
        } catch {
            throw MergeProblem.cannotWrite(path: path, reason: RunFolder.describe(error))
        }
        guard rename(path + ".new", path) == 0 else {
            throw MergeProblem.cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
