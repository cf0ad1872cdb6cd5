import CodecSamples
import NeuralCodecs
import Testing

/// The counters behind the contexts: what must hold in every state and after any bits.
@Suite struct BitHistoryTests {
    private let history = BitHistory.shared

    @Test func statesFitAByteAndAreReached() {
        #expect((100...256).contains(history.count))
        var reached: Set<Int> = [0]
        var open = [0]
        while let state = open.popLast() {
            for bit in 0...1 {
                let next = Int(history.next[2 * state + bit])
                #expect(next < history.count && next != 0, "state 0 is nothing seen")
                if reached.insert(next).inserted { open.append(next) }
            }
        }
        #expect(reached.count == history.count)
    }

    @Test func whatComesCountsAndWhatItContradictsFades() {
        for state in 0..<history.count {
            let counts = [Int(history.zeros[state]), Int(history.ones[state])]
            for bit in 0...1 {
                let next = Int(history.next[2 * state + bit])
                let after = [Int(history.zeros[next]), Int(history.ones[next])]
                #expect(after[bit] >= 1)
                #expect(after[bit] <= counts[bit] + 1)
                #expect(after[1 - bit] <= counts[1 - bit])
                // The evidence never turns away from the bit that came.
                #expect(after[bit] * (counts[1 - bit] + 1) >= counts[bit] * after[1 - bit])
            }
        }
    }

    @Test func bothBitsAreTreatedAlike() {
        var generator = SplitMix64(seed: 41)
        for _ in 0..<200 {
            var state = 0
            var mirrored = 0
            for _ in 0..<60 {
                let bit = Int(generator.next() & 1)
                state = Int(history.next[2 * state + bit])
                mirrored = Int(history.next[2 * mirrored + 1 - bit])
                #expect(history.zeros[state] == history.ones[mirrored])
                #expect(history.ones[state] == history.zeros[mirrored])
            }
        }
    }

    @Test func certaintyGrowsToThirtyTwo() {
        var state = 0
        for count in 1...40 {
            state = Int(history.next[2 * state + 1])
            #expect(history.zeros[state] == 0)
            #expect(Int(history.ones[state]) == min(count, 32))
        }
    }
}
