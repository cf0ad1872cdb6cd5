import CodecSamples
import NeuralCodecs
import Testing

@Suite struct PlaneScheduleTests {
    /// Threads that take parts in an order left to chance, with several parts under way at a time.
    @Test(
        arguments: [(1, 100), (2, 1), (3, 7), (3, 40), (3, 500), (4, 333), (4, 1000)], [UInt64(1), 2, 3])
    func everyPartIsCodedOnceAndAfterItsNeighbours(shape: (planes: Int, width: Int), seed: UInt64) throws {
        let (planes, width) = shape
        let rows = 5..<14
        var random = SplitMix64(seed: seed)
        var schedule = PlaneSchedule(planes: planes, width: width, rows: rows)
        var done = [Int](repeating: rows.lowerBound * width, count: planes)
        var underWay: [PlanePart] = []
        var mostAtATime = 0
        while !schedule.isFinished {
            if underWay.isEmpty || random.next() % 3 > 0,
                let part = schedule.take(preferring: Int(random.next() % UInt64(planes)))
            {
                #expect(!underWay.contains { $0.plane == part.plane })
                #expect(done[part.plane] == part.row * width + part.columns.lowerBound)
                for other in 0..<planes where other != part.plane {
                    // What a model may look at: so far to the right, in the row or the one above.
                    let row = other < part.plane ? part.row : part.row - 1
                    #expect(done[other] >= row * width + min(part.columns.upperBound + 6, width))
                    // Rows are kept for so long and no longer.
                    #expect(done[other] < (part.row + 2) * width)
                }
                underWay.append(part)
                mostAtATime = max(mostAtATime, underWay.count)
            } else {
                try #require(!underWay.isEmpty, "nothing can be taken, though nothing is under way")
                let part = underWay.remove(at: Int(random.next() % UInt64(underWay.count)))
                schedule.finish(part)
                done[part.plane] += part.columns.count
            }
        }
        #expect(done.allSatisfy { $0 == rows.upperBound * width })
        // Wide pictures keep every plane busy.
        if width >= 333 { #expect(mostAtATime == planes) }
    }
}
