import CodecInterface

/// How slow each codec is, roughly, on a machine of 2024: what a division goes by when nothing was measured.
///
/// Right to a factor of three or so, which is enough where codecs are 10,000 times apart. Whoever wants it better gives a table of costs.
enum RoughSpeeds {
    /// Seconds for 10^6 bytes at the weakest and at the strongest setting; those between rise with the cube of the place.
    private struct Range {
        let weakest: Double
        let strongest: Double
        /// Seconds for 10^6 bytes of decompressing; nil where it takes as long as compressing.
        var decompression: Double?
    }

    private static let known: [String: Range] = [
        "store": Range(weakest: 0.0001, strongest: 0.0001),
        "zlib": Range(weakest: 0.015, strongest: 0.2, decompression: 0.004),
        "xz": Range(weakest: 0.08, strongest: 1, decompression: 0.03),
        "bzip2": Range(weakest: 0.1, strongest: 0.12, decompression: 0.07),
        "zstd": Range(weakest: 0.003, strongest: 1, decompression: 0.002),
        "brotli": Range(weakest: 0.005, strongest: 4, decompression: 0.008),
        "lz4": Range(weakest: 0.002, strongest: 0.1, decompression: 0.0005),
        "libdeflate": Range(weakest: 0.006, strongest: 0.25, decompression: 0.003),
        "png": Range(weakest: 0.05, strongest: 0.5, decompression: 0.01),
        "webp": Range(weakest: 0.1, strongest: 3, decompression: 0.01),
        "jxl": Range(weakest: 0.05, strongest: 20, decompression: 0.2),
        "flac": Range(weakest: 0.01, strongest: 0.06, decompression: 0.02),
        "wavpack": Range(weakest: 0.02, strongest: 1, decompression: 0.06),
        "lstm": Range(weakest: 3, strongest: 150),
        "mix": Range(weakest: 1, strongest: 200),
    ]

    /// What a pass of a codec costs that has never been measured.
    static func line(_ entry: RunPlan.Entry, _ direction: SampleRecord.Direction) -> CostTable.Line {
        let information = entry.information
        let range: Range
        let isBuiltIn: Bool
        if let found = known[information.name] {
            (range, isBuiltIn) = (found, true)
        } else if information.family == .classical {
            // Another program, which takes a while to start.
            (range, isBuiltIn) = (Range(weakest: 0.05, strongest: 0.05), false)
        } else {
            (range, isBuiltIn) = (Range(weakest: 5, strongest: 150), true)
        }
        let seconds: Double
        if direction == .decompress, let own = range.decompression {
            seconds = own
        } else {
            let place = place(of: entry)
            seconds = range.weakest + (range.strongest - range.weakest) * place * place * place
        }
        return CostTable.Line(fixedSeconds: isBuiltIn ? 0.00001 : 0.01, secondsPerMegabyte: seconds)
    }

    /// Where a setting lies between the weakest, 0, and the strongest, 1.
    private static func place(of entry: RunPlan.Entry) -> Double {
        let settings = entry.information.parameters
        guard settings.count > 1, let index = settings.firstIndex(of: entry.parameters) else { return 0.5 }
        return Double(index) / Double(settings.count - 1)
    }
}
