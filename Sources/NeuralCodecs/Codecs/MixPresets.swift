// What most streams are written with has a number, so that a header need not spell it out: 3 bytes instead of 16 and the
// networks' parameters, which is a third of what a short record takes.
//
// The numbers are part of the format: `docs/stream-presets.md` has what each stands for. A level that is tuned again gets new
// numbers, and the old ones go on to mean what they mean there.
extension MixParameters {
    /// The parameters with a number, by it: those that levels 1 to 9 had at first, then those of levels tuned again; of each the
    /// kinds ``ByteKind/bytes``, ``ByteKind/binary`` and ``ByteKind/genome``.
    static let presets: [MixParameters] =
        (1...9).flatMap { level in kinds.compactMap { firstLevel(level, kind: $0) } }
        + tunedAgain.flatMap { level in kinds.compactMap { Self.level(level, kind: $0) } }

    private static let kinds: [ByteKind] = [.bytes, .binary, .genome]

    /// The number of these parameters, whatever the sizes of their tables; nil where they have none.
    var preset: Int? {
        Self.presets.firstIndex { preset in
            var other = preset
            other.bytes.tableBits = bytes.tableBits
            other.bytes.sizeBits = bytes.sizeBits
            return other.bytes == bytes && other.networks == networks
        }
    }

    /// The level of a preset.
    static func level(ofPreset preset: Int) -> Int { presets[preset].mediaLevel }

    /// Set in the first byte of parameters that are a preset.
    static let presetFlag: UInt8 = 0x80

    /// Table and history size in a byte.
    var encodedSizes: UInt8 {
        UInt8(
            (bytes.tableBits - ByteModelParameters.tableBitsRange.lowerBound)
                * ByteModelParameters.sizeBitsRange.count
                + bytes.sizeBits - ByteModelParameters.sizeBitsRange.lowerBound)
    }

    /// A preset with the sizes that ``encodedSizes`` gave; nil where no parameters have that number.
    init?(preset: Int, encodedSizes: Int) {
        guard Self.presets.indices.contains(preset) else { return nil }
        self = Self.presets[preset]
        bytes.tableBits =
            ByteModelParameters.tableBitsRange.lowerBound
            + encodedSizes / ByteModelParameters.sizeBitsRange.count
        bytes.sizeBits =
            ByteModelParameters.sizeBitsRange.lowerBound
            + encodedSizes % ByteModelParameters.sizeBitsRange.count
        guard ByteModelParameters.tableBitsRange.contains(bytes.tableBits) else { return nil }
    }
}
