// The bytes a stream's header carries, every value an unsigned LEB128 number of at most four bytes:
//
//     channels - 1 | bytes - 1 << 3 | is big-endian << 5 | is signed << 6 | has map << 7, valid bits, shift,
//     lowest + 2^31 and highest - lowest, each as its high and its low 16 bits,
//     far lags, and each of them;
//     the settings (`SampleSettingsCoding.swift`),
//     with a map: its length in bytes, the map
extension SampleParameters {
    /// The parameters as a stream's header carries them; self-delimiting.
    package var encoded: [UInt8] {
        encoding(settings: settings.values(channels: layout.channels, hasFarLags: !farLags.isEmpty))
    }

    /// The parameters without the help of a preset.
    package var spelledOut: [UInt8] { encoding(settings: settings.spelledOut) }

    private func encoding(settings: [Int]) -> [UInt8] {
        let flags =
            layout.channels - 1 | (layout.bytesPerSample - 1) << 3 | (layout.isBigEndian ? 32 : 0)
            | (layout.isSigned ? 64 : 0) | (used != nil ? 128 : 0)
        let offset = lowest + 1 << 31
        let range = highest - lowest
        var values = [
            flags, layout.validBits, shift, offset >> 16, offset & 65_535, range >> 16, range & 65_535, farLags.count,
        ]
        values += farLags
        values += settings
        let map = used?.encodedFlags ?? []
        if used != nil { values.append(map.count) }
        var bytes: [UInt8] = []
        for value in values { ParameterFields.append(value, to: &bytes) }
        return bytes + map
    }

    /// Reads what ``encoded`` wrote, and moves `bytes` past it.
    ///
    /// Bytes that nobody wrote may decode to some parameters, but to none that take more memory than ``memoryLimit`` or more
    /// than ``workLimit``.
    package init(decoding bytes: inout ArraySlice<UInt8>) throws(MediaParametersError) {
        func next(_ field: String, _ range: ClosedRange<Int>) throws(MediaParametersError) -> Int {
            try ParameterFields.next(field, in: range, from: &bytes)
        }
        let flags = try next("flags", 0...255)
        let bytesPerSample = (flags >> 3 & 3) + 1
        let layout = SampleLayout(
            channels: (flags & 7) + 1, bytesPerSample: bytesPerSample, isBigEndian: flags & 32 != 0,
            isSigned: flags & 64 != 0, validBits: try next("valid bits", 1...8 * bytesPerSample))
        let shift = try next("shift", 0...31)
        let offset = (try next("lowest", 0...65_535)) << 16 | (try next("lowest", 0...65_535))
        let range = (try next("range", 0...65_535)) << 16 | (try next("range", 0...65_535))
        let lowest = offset - 1 << 31
        guard lowest + range < 1 << 31 else { throw .outOfRange(field: "range", value: range) }
        var farLags: [Int] = []
        for _ in 0..<(try next("far lags", 0...4)) {
            farLags.append(try next("far lag", FarLagSearch.shortest...Self.longestLag))
        }
        let settings = try SampleSettings(
            decoding: &bytes, channels: layout.channels, hasFarLags: !farLags.isEmpty)
        var used: UsedValues?
        if flags & 128 != 0 {
            guard range < SampleAnalysis.widestMap else { throw .outOfRange(field: "range", value: range) }
            let length = try ParameterFields.next("length of the map", in: 0...1 << 16, from: &bytes)
            guard length <= bytes.count else { throw .truncated }
            let map = UsedValues(decoding: bytes.prefix(length), count: range + 1)
            bytes = bytes.dropFirst(length)
            guard map.values.count > 1 else {
                throw .outOfRange(field: "number of used values", value: map.values.count)
            }
            used = map
        }
        self.init(
            layout: layout, settings: settings, shift: shift, lowest: lowest, highest: lowest + range, used: used,
            farLags: farLags)
        guard memoryByteCount <= Self.memoryLimit else {
            throw .tooLarge(byteCount: memoryByteCount, limit: Self.memoryLimit)
        }
        guard workPerSample <= Self.workLimit else {
            throw .outOfRange(field: "work for a sample", value: workPerSample)
        }
    }

    /// The most multiply-adds that solving the fits may take for a sample, whatever a stream asks for.
    static let workLimit = 1 << 20

    /// About how many multiply-adds solving the fits takes for a sample.
    private var workPerSample: Int {
        settings.fits.reduce(0) { sum, fit in
            let unknowns = fit.own + signalCount(fit)
            return sum + unknowns * unknowns * unknowns / (6 * 8 * fit.period)
        }
    }

    /// How many lags of other signals a fit has.
    func signalCount(_ fit: SampleSettings.Fit) -> Int {
        let signals = min(layout.channels, 2)
        return (signals - 1) * fit.other + signals * farLags.count * fit.far
    }
}
