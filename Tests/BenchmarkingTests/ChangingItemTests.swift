import Benchmarking
import CodecInterface
import Corpora
import Foundation
import OutsideText
import Testing

/// Files that change while they are measured: no codec is blamed, and no row speaks of other bytes than its hash says.
@Suite struct ChangingItemTests {
    /// What somebody does to a file meanwhile.
    enum Change: String, CaseIterable {
        case rewritten, appended, truncated, replaced, removed

        func make(_ path: String) throws {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            switch self {
            case .rewritten: try Data(bytes.map { $0 ^ 1 }).write(to: URL(fileURLWithPath: path))
            case .appended: try (bytes + [7]).write(to: URL(fileURLWithPath: path))
            case .truncated: try bytes.prefix(3).write(to: URL(fileURLWithPath: path))
            case .replaced: try Data(bytes.reversed()).write(to: URL(fileURLWithPath: path), options: .atomic)
            case .removed: try FileManager.default.removeItem(atPath: path)
            }
        }
    }

    /// Copies. `compressing` and `decompressing` do something to a file at the end of that pass, `corrupting` gives back other bytes as
    /// well.
    private struct Meddling: Codec {
        static let information = Fixtures.information
        let parameters: String
        let meddle: @Sendable () throws -> Void

        init(parameters: String, threads: Int) throws(CodecError) { self.init(parameters) {} }

        init(_ parameters: String, _ meddle: @escaping @Sendable () throws -> Void) {
            (self.parameters, self.meddle) = (parameters, meddle)
        }

        func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount }

        private func copy(
            _ source: UnsafeRawBufferPointer, _ destination: UnsafeMutableRawBufferPointer, meddles: Bool
        ) throws(CodecError) -> Int {
            destination.copyMemory(from: source)
            if meddles {
                do { try meddle() } catch {
                    throw .libraryFailure(codec: "faulty", operation: "meddling", code: "\(error)")
                }
            }
            return source.count
        }

        func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
            throws(CodecError) -> Int
        {
            try copy(source, destination, meddles: parameters == "compressing")
        }

        func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
            throws(CodecError) -> Int
        {
            let count = try copy(source, destination, meddles: ["decompressing", "corrupting"].contains(parameters))
            if parameters == "corrupting", count > 0 { destination[0] ^= 0xFF }
            return count
        }
    }

    private func run(
        _ plan: RunPlan, meddling: @escaping @Sendable () throws -> Void
    ) throws -> [TrialRecord] {
        let scratch = try TemporaryFolder()
        let runner = DirectionRunner.inProcess { (spec, _) throws(CodecError) in
            Meddling(spec.parameters ?? "", meddling)
        }
        var records: [TrialRecord] = []
        try PlanRunner(plan: plan, run: "run-1", in: runner, scratch: scratch.path).run(Cancellation()) { event in
            if case .finished(let record, _) = event { records.append(record) }
        }
        return records
    }

    private func plan(_ items: [Item], _ specs: [String]) -> RunPlan {
        var plan = Fixtures.plan(items: items, entries: specs.map(Fixtures.entry))
        plan.repetitions = RepetitionPolicy(minimumRuns: 1, minimumSeconds: 0, warmups: 0)
        plan.rounds = 1
        return plan
    }

    @Test(arguments: Change.allCases, ["compressing", "decompressing", "corrupting"])
    func theRowsSayItAndOtherItemsAreMeasured(change: Change, moment: String) throws {
        let folder = try TemporaryFolder()
        let items = [try folder.item("a", Array(1...100)), try folder.item("b", [1, 2])]
        let path = folder.path + "/a"
        let records = try run(plan(items, ["before", moment, "after"])) {
            // Once: afterwards the file is what it has become.
            if FileManager.default.contents(atPath: path) == Data(1...100) { try change.make(path) }
        }
        #expect(records.map(\.item) == ["a", "a", "a", "b", "b", "b"])
        let changed = TrialStatus.failed(reason: "the file changed during the run")
        #expect(records.prefix(4).map(\.status) == [.ok, changed, changed, .ok])
        #expect(records.last?.status == .ok)
        #expect(records.allSatisfy { $0.item == "b" || $0.itemSHA256 == items[0].sha256 })
    }

    @Test(arguments: Change.allCases) func aChangeBeforeItsTurn(change: Change) throws {
        let folder = try TemporaryFolder()
        let items = [try folder.item("a", Array(1...100)), try folder.item("b", [1, 2])]
        try change.make(folder.path + "/a")
        let records = try run(plan(items, ["x"])) {}
        #expect(records.map(\.status) == [.changedItem, .ok])
    }

    /// Beginnings are cut when the run begins; what is gone by then is a row as well.
    @Test func aFileThatIsGoneWhenItIsCut() throws {
        let folder = try TemporaryFolder()
        let items = [try folder.item("a", Array(1...100)), try folder.item("b", Array(1...50))]
        try FileManager.default.removeItem(atPath: folder.path + "/a")
        let cut = try ItemPrefix.plan(plan(items, ["x"]), byteCount: 10, in: folder.path)
        #expect(try run(cut) {}.map(\.status) == [.changedItem, .ok])
        #expect(cut.items.map(\.byteCount) == [100, 10])
        let model = try SpeedProbe(
            plan: plan(items, ["x"]),
            in: .inProcess { (spec, _) throws(CodecError) in Meddling(spec.parameters ?? "") {} },
            scratch: folder.path
        ).measure(Cancellation())
        #expect(TimeBudget(plan: plan(items, ["x"]), model: model).expectedSeconds() == 0, "nothing was learned")
    }

    @Test func aCurveOfOtherBytesIsNone() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a"
        var plan = plan([try folder.item("a", [UInt8](repeating: 1, count: 600))], ["x"])
        plan.recordsCurves = true
        let scratch = try TemporaryFolder()
        let runner = DirectionRunner.inProcess { (_, _) throws(CodecError) in Meddling("x") {} }
        var curves: [[CurveRecord]] = []
        var records: [TrialRecord] = []
        try PlanRunner(plan: plan, run: "run-1", in: runner, scratch: scratch.path).run(Cancellation()) { event in
            switch event {
            // The passes are over, the curve is not yet taken.
            case .measured: try Change.rewritten.make(path)
            case .curve(let curve, _, _): curves.append(curve)
            case .finished(let record, _): records.append(record)
            case .began: break
            }
        }
        #expect(curves == [[]] && records.map(\.status) == [.changedItem])
    }

    /// A harness of an earlier build sends no hash: its worker compares, as it always did.
    @Test func withoutAHashBytesAreCompared() throws {
        let folder = try TemporaryFolder()
        let item = try folder.item("a", [1, 2, 3])
        var request = try JSONDecoder().decode(
            WorkerRequest.self,
            from: Data(
                """
                {"direction": "compress", "spec": "faulty,x", "threads": 1, "inputPath": "\(folder.path)/a",
                "otherPath": "\(folder.path)/stream", "rawByteCount": \(item.byteCount), "streamLengths": [],
                "repetitions": {"minimumRuns": 1, "minimumSeconds": 0, "warmups": 0, "slowPassSeconds": 0}}
                """.utf8))
        let make: Worker.CodecMaker = { (spec, _) throws(CodecError) in Meddling(spec.parameters ?? "") {} }
        let answer = Worker.run(request, isAlone: false, makeCodec: make)
        #expect(answer.outcome == .done && answer.itemSHA256 == nil)
        request.direction = .decompress
        request.streamLengths = answer.streamLengths
        (request.inputPath, request.otherPath) = (folder.path + "/stream", folder.path + "/a")
        #expect(Worker.run(request, isAlone: false, makeCodec: make).outcome == .done)
        request.itemSHA256 = item.sha256
        #expect(Worker.run(request, isAlone: false, makeCodec: make).itemSHA256 == item.sha256)
        let others: [([UInt8], String)] = [
            ([1, 9, 3], "byte 1 differs"), ([1, 2], "byte 2 differs"), ([1, 2, 3, 4], "byte 3 differs"),
        ]
        for (bytes, difference) in others {
            try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/a"))
            request.itemSHA256 = nil
            guard case .mismatch(let reason) = Worker.run(request, isAlone: false, makeCodec: make).outcome else {
                Issue.record("no mismatch: \(bytes)")
                continue
            }
            #expect(reason.contains(difference))
            request.itemSHA256 = item.sha256
            let changed = Worker.run(request, isAlone: false, makeCodec: make)
            #expect(changed.outcome == .changed && changed.itemSHA256 == SHA256Text.of(bytes))
        }
    }
}
