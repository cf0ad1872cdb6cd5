internal import NeuralKernels
internal import NeuralKernelsAVX2

/// Puts bytes in place of missing ones: those that fit best between what is on both sides.
///
/// For each gap a model of contexts learns what follows it, then what precedes it, and draws fillings from what it expects; another
/// reads everything the other way round and draws from the far end. Further ones begin like the best of the first and end like
/// the best of the second. Taken is the filling with which itself and what stands behind the gap cost the fewest bits.
package struct TextRepair {
    /// How many fillings are judged for a gap, at most: a third of each kind.
    package var candidates = 96
    /// How many bytes are drawn for a gap, all fillings together: of long gaps there are fewer.
    private static let drawnByteCount = 1 << 16
    /// Of what precedes and what follows a gap, so many bytes each are learnt.
    package var reach = 1 << 18
    /// So many bytes behind a gap have a say.
    private static let lookAhead = 40
    /// The level of the contexts: the highest without a network.
    private static let level = 4

    package init() {}

    /// Fills gaps.
    ///
    /// - Parameters:
    ///   - bytes: with anything in the gaps.
    ///   - gaps: ascending, apart from each other, inside the bytes, which are not all missing.
    ///   - seed: of the drawing.
    /// - Returns: the bytes; outside the gaps as they were.
    package func repaired(_ bytes: [UInt8], gaps: [Range<Int>], seed: UInt64) -> [UInt8] {
        switch KernelBuild.fastest {
        case .portable: repaired(bytes, gaps, seed, NeuralKernels.Kernels.self)
        case .avx2: repaired(bytes, gaps, seed, NeuralKernelsAVX2.Kernels.self)
        }
    }

    private func repaired<K: KernelSet>(
        _ bytes: [UInt8], _ gaps: [Range<Int>], _ seed: UInt64, _: K.Type
    ) -> [UInt8] {
        var bytes = bytes
        for (index, gap) in gaps.enumerated() {
            let later = gaps[(index + 1)...]
            // Earlier gaps are filled by now; later ones are passed over.
            let before = Array(bytes[max(0, gap.lowerBound - reach)..<gap.lowerBound])
            var behind: [UInt8] = []
            for place in gap.upperBound..<min(bytes.count, gap.upperBound + reach)
            where !later.contains(where: { $0.contains(place) }) {
                behind.append(bytes[place])
            }
            bytes.replaceSubrange(gap, with: filling(gap.count, before: before, behind: behind, seed, K.self))
        }
        return bytes
    }

    private func filling<K: KernelSet>(
        _ count: Int, before: [UInt8], behind: [UInt8], _ seed: UInt64, _: K.Type
    ) -> [UInt8] {
        let forwards = Direction<K>(behind + before, level: Self.level)
        let backwards = Direction<K>(before.reversed() + behind.reversed(), level: Self.level)
        guard let forwards, let backwards else { return [] }
        let future = Array(behind.prefix(Self.lookAhead))
        let candidates = max(4, min(candidates, Self.drawnByteCount / max(count, 1)))
        let each = candidates / 3
        func judged(_ filling: [UInt8]) -> Candidate {
            Candidate(bits: forwards.cost(of: filling + future), bytes: filling)
        }
        func drawn(_ direction: Direction<K>, salt: UInt64, _ turn: ([UInt8]) -> [UInt8]) -> [Candidate] {
            (0..<each).map { number in
                // The likeliest at every step first, then ever freer ones.
                let temperature = Double(number) / Double(each)
                return judged(
                    turn(direction.drawing(count, temperature: temperature, seed: seed &+ salt &+ UInt64(number))))
            }.sorted { $0.bits < $1.bits }
        }
        let ahead = drawn(forwards, salt: 0) { $0 }
        let back = drawn(backwards, salt: UInt64(each)) { $0.reversed() }
        let joined = Self.joints(ahead.map(\.bytes), back.map(\.bytes), count: each).map(judged)
        return (ahead + back + joined).min { $0.bits < $1.bits }?.bytes ?? []
    }

    /// A filling, and what it costs with what stands behind the gap.
    private struct Candidate {
        let bits: Double
        let bytes: [UInt8]
    }

    /// Fillings that begin like one of `ahead` and end like one of `back`, those of the first ones first.
    private static func joints(_ ahead: [[UInt8]], _ back: [[UInt8]], count: Int) -> [[UInt8]] {
        var joints: [[UInt8]] = []
        for sum in 0..<max(ahead.count + back.count, 1) {
            for first in 0...sum where first < ahead.count && sum - first < back.count {
                let (left, right) = (ahead[first], back[sum - first])
                guard let place = seam(left, right) else { continue }
                joints.append(Array(left[..<place]) + Array(right[place...]))
                if joints.count == count { return joints }
            }
        }
        return joints
    }

    /// Where one filling may turn into another: where they agree for most bytes, near the middle; nil where they agree nowhere.
    private static func seam(_ left: [UInt8], _ right: [UInt8]) -> Int? {
        var best: (agreeing: Int, distance: Int, place: Int)?
        var agreeing = 0
        for place in left.indices {
            agreeing = left[place] == right[place] ? agreeing + 1 : 0
            guard agreeing > 0 else { continue }
            let distance = abs(2 * place + 1 - left.count)
            if let best, (best.agreeing, -best.distance) >= (min(agreeing, 4), -distance) { continue }
            best = (min(agreeing, 4), distance, place)
        }
        return best?.place
    }

    /// A model that has read all that is known up to the gap, from one side.
    private final class Direction<K: KernelSet> {
        private let loop: MixLoop<K>
        private let memory: MixLoop<K>.Memory

        /// - Returns: nil where there is no such level.
        init?(_ known: [UInt8], level: Int) {
            guard let parameters = MixParameters.level(level, for: known) else { return nil }
            let loop = MixLoop<K>(parameters, threads: 1)
            _ = RangeEncoder.bitCount(of: known) { bytes, encoder in loop.encode(bytes, with: &encoder) }
            self.loop = loop
            memory = loop.memory()
        }

        /// What the model expects next.
        func drawing(_ count: Int, temperature: Double, seed: UInt64) -> [UInt8] {
            var drawn = [UInt8](repeating: 0, count: count)
            guard let freedom = Sampler.Freedom(temperature: temperature) else { return drawn }
            var sampler = Sampler(freedom, seed: seed)
            loop.restore(memory)
            // A sampler never runs out.
            drawn.withUnsafeMutableBytes { try? loop.decode(into: $0, with: &sampler) }
            return drawn
        }

        /// How many bits the bytes take that come next.
        func cost(of bytes: [UInt8]) -> Double {
            loop.restore(memory)
            return RangeEncoder.bitCount(of: bytes) { bytes, encoder in loop.encode(bytes, with: &encoder) }
        }
    }
}
