import NeuralCodecs
import Testing

@Suite struct OrderedPipelineTests {
    /// Does more work on some items, so that later ones are often done first.
    private func pipeline(workers: Int, callerWorks: Bool) -> OrderedPipeline<Int, Int> {
        OrderedPipeline(workers: workers, callerWorks: callerWorks) { item in
            (0..<(item % 3 == 0 ? 20_000 : 1)).reduce(0) { ($0 &+ $1) & 0 } + item * item
        }
    }

    @Test(arguments: [1, 2, 7], [0, 1, 2, 100])
    func resultsComeInOrder(workers: Int, count: Int) throws {
        for callerWorks in [false, true] { try resultsComeInOrder(workers, count, callerWorks) }
    }

    /// What is under way costs no more than the limit and one item.
    @Test(arguments: [1, 30, 1000]) func costsAreBounded(limit: Int) throws {
        let pipeline = pipeline(workers: 3, callerWorks: true)
        var (next, emitted, underWay) = (0, 0, 0)
        try pipeline.run(cost: { $0 % 20 }, costLimit: limit) { () throws(StreamError) in
            guard next < 60 else { return nil }
            #expect(underWay < limit)
            defer { next += 1 }
            underWay += next % 20
            return next
        } emit: { (result) throws(StreamError) in
            #expect(result == emitted * emitted)
            underWay -= emitted % 20
            emitted += 1
        }
        #expect(emitted == 60)
    }

    private func resultsComeInOrder(_ workers: Int, _ count: Int, _ callerWorks: Bool) throws {
        let pipeline = pipeline(workers: workers, callerWorks: callerWorks)
        var next = 0
        var results: [Int] = []
        try pipeline.run { () throws(StreamError) in
            guard next < count else { return nil }
            defer { next += 1 }
            return next
        } emit: { (result) throws(StreamError) in
            results.append(result)
            #expect(next - results.count <= 2 * workers, "no more than two items a worker are under way")
        }
        #expect(results == (0..<count).map { $0 * $0 })
    }

    @Test func errorsOfReadingAndEmittingEndIt() {
        let pipeline = OrderedPipeline<Int, Int>(workers: 3) { $0 }
        var next = 0
        #expect(throws: StreamError.inputFailed(reason: "gone")) {
            try pipeline.run { () throws(StreamError) in
                next += 1
                if next == 10 { throw .inputFailed(reason: "gone") }
                return next
            } emit: { (_) throws(StreamError) in
            }
        }
        #expect(throws: StreamError.outputFailed(reason: "full")) {
            try pipeline.run { () throws(StreamError) in
                1
            } emit: { (_) throws(StreamError) in
                throw .outputFailed(reason: "full")
            }
        }
    }
}
