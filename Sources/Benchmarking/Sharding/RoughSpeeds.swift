import CodecInterface

/// How slow each codec is, roughly, on a machine of 2024: what a division goes by when nothing was measured.
///
/// Mostly right to a factor of three or so, which is enough where codecs are 10,000 times apart. Whoever wants it better gives a table
/// of costs.
package enum RoughSpeeds {
    /// Seconds for 10^6 bytes at the weakest and at the strongest setting; those between rise with the cube of the place.
    private struct Range {
        let weakest: Double
        let strongest: Double
        /// Seconds for 10^6 bytes of decompressing; nil where it takes as long as compressing.
        var decompression: Double?
        /// Whether it is another program, which takes a while to start.
        var isProgram = false
    }

    /// Whether a codec's speeds are known at all, if only roughly.
    package static func knows(_ codec: String) -> Bool { known[codec] != nil }

    private static let known: [String: Range] = [
        "store": Range(weakest: 0.0001, strongest: 0.0001),
        "zlib": Range(weakest: 0.015, strongest: 0.2, decompression: 0.004),
        "xz": Range(weakest: 0.08, strongest: 1, decompression: 0.03),
        "bzip2": Range(weakest: 0.1, strongest: 0.12, decompression: 0.07),
        "zstd": Range(weakest: 0.003, strongest: 1, decompression: 0.002),
        "brotli": Range(weakest: 0.005, strongest: 4, decompression: 0.008),
        "lz4": Range(weakest: 0.002, strongest: 0.1, decompression: 0.0005),
        "libdeflate": Range(weakest: 0.006, strongest: 0.25, decompression: 0.003),
        "zopfli": Range(weakest: 8, strongest: 40, decompression: 0.004),
        "snappy": Range(weakest: 0.003, strongest: 0.003, decompression: 0.001),
        "lzo": Range(weakest: 0.002, strongest: 0.1, decompression: 0.002),
        "bzip3": Range(weakest: 0.1, strongest: 0.1),
        "ppmd": Range(weakest: 0.15, strongest: 0.15),
        "png": Range(weakest: 0.05, strongest: 0.5, decompression: 0.01),
        "webp": Range(weakest: 0.1, strongest: 15, decompression: 0.01),
        "jpegls": Range(weakest: 0.03, strongest: 0.06),
        "jp2": Range(weakest: 0.09, strongest: 0.09),
        "jxl": Range(weakest: 0.05, strongest: 20, decompression: 0.2),
        "flac": Range(weakest: 0.01, strongest: 0.06, decompression: 0.02),
        "wavpack": Range(weakest: 0.02, strongest: 1, decompression: 0.06),
        "lstm": Range(weakest: 3, strongest: 150),
        "rnn": Range(weakest: 2, strongest: 20),
        "gru": Range(weakest: 2, strongest: 35),
        "transformer": Range(weakest: 5, strongest: 32),
        "mix": Range(weakest: 1, strongest: 200),
        "7z-ppmd": Range(weakest: 0.15, strongest: 0.3, isProgram: true),
        "zpaq": Range(weakest: 0.1, strongest: 5, isProgram: true),
        "lrzip": Range(weakest: 1, strongest: 3, isProgram: true),
    ]

    /// What a pass of a codec costs that has never been measured.
    static func line(_ entry: RunPlan.Entry, _ direction: SampleRecord.Direction) -> CostTable.Line {
        let information = entry.information
        let range =
            known[information.name]
            ?? (information.family == .classical
                ? Range(weakest: 0.05, strongest: 0.05, isProgram: true)
                : Range(weakest: 5, strongest: 150, isProgram: true))
        let seconds: Double
        if direction == .decompress, let own = range.decompression {
            seconds = own
        } else {
            let place = place(of: entry)
            seconds = range.weakest + (range.strongest - range.weakest) * place * place * place
        }
        return CostTable.Line(fixedSeconds: range.isProgram ? 0.01 : 0.00001, secondsPerMegabyte: seconds)
    }

    /// Where a setting lies between the weakest, 0, and the strongest, 1.
    private static func place(of entry: RunPlan.Entry) -> Double {
        let settings = entry.information.parameters
        guard settings.count > 1, let index = settings.firstIndex(of: entry.parameters) else { return 0.5 }
        return Double(index) / Double(settings.count - 1)
    }
}
