internal import NeuralKernels
internal import NeuralKernelsAVX2

/// Puts bytes in place of missing ones: those that fit best between what is on both sides.
///
/// For each gap a model of contexts learns what follows it, then what precedes it, and draws fillings from what it expects.
/// Taken is the one with which itself and what stands behind the gap cost the fewest bits: the future decides as well.
package struct TextRepair {
    /// How many fillings are drawn for a gap, at most.
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
        let known = behind + before
        guard let parameters = MixParameters.level(Self.level, for: known) else { return [] }
        let loop = MixLoop<K>(parameters, threads: 1)
        Self.cost(known, loop)
        let memory = loop.memory()
        let future = Array(behind.prefix(Self.lookAhead))
        var best: (bits: Double, bytes: [UInt8])?
        let candidates = max(4, min(candidates, Self.drawnByteCount / max(count, 1)))
        for number in 0..<candidates {
            // The likeliest at every step first, then ever freer ones.
            let temperature = Double(number) / Double(candidates)
            guard let freedom = Sampler.Freedom(temperature: temperature) else { continue }
            var sampler = Sampler(freedom, seed: seed &+ UInt64(number))
            var drawn = [UInt8](repeating: 0, count: count)
            loop.restore(memory)
            // A sampler never runs out.
            drawn.withUnsafeMutableBytes { try? loop.decode(into: $0, with: &sampler) }
            loop.restore(memory)
            let bits = Self.cost(drawn + future, loop)
            if bits < best?.bits ?? .infinity { best = (bits, drawn) }
        }
        return best?.bytes ?? []
    }

    /// How many bits the bytes take; they are learnt.
    @discardableResult
    private static func cost<K: KernelSet>(_ bytes: [UInt8], _ loop: MixLoop<K>) -> Double {
        RangeEncoder.bitCount(of: bytes) { bytes, encoder in loop.encode(bytes, with: &encoder) }
    }
}
