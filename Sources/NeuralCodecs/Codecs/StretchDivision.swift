/// How long pictures and sounds are divided into stretches, each with a model of its own, so that several can be coded side by
/// side and the encoder, which looks at a whole stretch before it codes it, never holds more.
///
/// The division depends on the input alone, never on the number of threads. What it costs is what a model learns anew:
/// `docs/mix-model-pixels.md` and `docs/mix-model-samples.md` have the measurements.
package enum StretchDivision {
    /// The most bytes of a stretch.
    package static let largestByteCount = 32 << 20

    /// Pixels of a picture and frames of a sound below which a part would cost more than it is worth.
    private static let fewestPixels = 4_000_000
    private static let fewestFrames = 1 << 19

    /// The bytes of each part but the last: whole rows or frames.
    ///
    /// - Parameters:
    ///   - byteCount: of all samples, as the header has it.
    ///   - layout: how they lie.
    static func partByteCount(of byteCount: Int, _ layout: StretchFinder.Found.Layout) -> Int {
        let (unit, fewest): (Int, Int)
        switch layout {
        case .pixels(let layout): (unit, fewest) = (layout.bytesPerRow, fewestPixels / max(1, layout.width))
        case .samples(let layout): (unit, fewest) = (layout.bytesPerFrame, fewestFrames)
        }
        return partByteCount(of: byteCount, unit: max(1, unit), fewest: fewest)
    }

    /// The same for rows or frames of `unit` bytes, of which `fewest` are worth a part.
    package static func partByteCount(of byteCount: Int, unit: Int, fewest: Int) -> Int {
        let units = byteCount / unit
        let most = max(1, largestByteCount / unit)
        // Rounded up without a sum that could overflow: a header may promise anything.
        func parts(of size: Int) -> Int { units / size + (units % size > 0 ? 1 : 0) }
        let count = max(evenly(units / max(1, fewest)), parts(of: most), 1)
        return max(1, units / count + (units % count > 0 ? 1 : 0)) * unit
    }

    /// The largest number of parts up to `most` that keeps two threads, and four where there is enough, busy to the end.
    private static func evenly(_ most: Int) -> Int {
        most >= 4 ? most / 4 * 4 : most == 3 ? 2 : most
    }
}
