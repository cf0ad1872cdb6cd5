import NeuralCodecs
import Testing

@Suite struct OrderedPipelineTests {
    @Test(arguments: [1, 2, 7], [0, 1, 2, 100])
    func resultsComeInOrder(workers: Int, count: Int) throws {
        let pipeline = OrderedPipeline<Int, Int>(workers: workers) { item in
            // Later items are often done first.
            (0..<(item % 3 == 0 ? 20_000 : 1)).reduce(0) { ($0 &+ $1) & 0 } + item * item
        }
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
