// The bytes a stream's header carries, every value an unsigned LEB128 number of at most four bytes:
//
//     width, channels - 1 | bytes - 1 << 2 | is big-endian << 3 | is blue first << 4 | is pixel order << 5 | has map << 6 | is Photo CD << 7 |
//     row padding << 8 | are planes apart << 10,
//     maximum value, number of values,
//     the settings (`PixelSettingsCoding.swift`),
//     with a map: its length in bytes, the map
extension PixelParameters {
    /// The parameters as a stream's header carries them; self-delimiting.
    package var encoded: [UInt8] { encoding(settings: settings.values) }

    /// The parameters without the help of a preset.
    package var spelledOut: [UInt8] { encoding(settings: settings.spelledOut) }

    private func encoding(settings values: [Int]) -> [UInt8] {
        var bytes: [UInt8] = []
        let hasMap = !used.isDense
        let flags =
            layout.channels - 1 | (layout.bytesPerSample - 1) << 2 | (layout.isBigEndian ? 8 : 0)
            | (layout.isBlueFirst ? 16 : 0) | (settings.isPixelOrder ? 32 : 0) | (hasMap ? 64 : 0)
            | (settings.isPhotoCD ? 128 : 0) | layout.rowPadding << 8 | (settings.arePlanesApart ? 1024 : 0)
        for value in [layout.width, flags, layout.maximumValue, used.flags.count] + values {
            ParameterFields.append(value, to: &bytes)
        }
        if hasMap {
            let map = used.encodedFlags
            ParameterFields.append(map.count, to: &bytes)
            bytes += map
        }
        return bytes
    }

    /// Reads what ``encoded`` gave and moves `bytes` past it. Nothing is allocated before every value is checked.
    package init(decoding bytes: inout ArraySlice<UInt8>) throws(MediaParametersError) {
        func next(_ field: String, _ range: ClosedRange<Int>) throws(MediaParametersError) -> Int {
            try ParameterFields.next(field, in: range, from: &bytes)
        }
        let width = try next("width", 1...PixelLayout.largestWidth)
        let flags = try next("flags", 0...2047)
        let bytesPerSample = (flags >> 2 & 1) + 1
        let maximum = try next("maximum value", 1...(1 << (8 * bytesPerSample)) - 1)
        let valueCount = try next("number of values", 1...1 << (8 * bytesPerSample))
        var settings = try PixelSettings(decoding: &bytes)
        settings.isPixelOrder = flags & 32 != 0
        settings.isPhotoCD = flags & 128 != 0
        settings.arePlanesApart = flags & 1024 != 0
        let layout = PixelLayout(
            width: width, channels: (flags & 3) + 1, bytesPerSample: bytesPerSample, isBigEndian: flags & 8 != 0,
            maximumValue: maximum, isBlueFirst: flags & 16 != 0,
            rowPadding: flags >> 8 & 3)
        guard !settings.arePlanesApart || layout.channels > 1 && !settings.isPixelOrder else {
            throw .outOfRange(field: "flags", value: flags)
        }
        if settings.isPhotoCD {
            // Only what an encoder writes: three components of eight bits, pixel by pixel, all values.
            guard flags & 1903 == 34 || flags & 1903 == 42, valueCount == 256 else {
                throw .outOfRange(field: "flags", value: flags)
            }
        }
        let needed = PixelModel.memoryByteCount(layout: layout, settings: settings, valueCount: max(2, valueCount))
        guard needed <= Self.memoryLimit else {
            throw .tooLarge(byteCount: needed, limit: Self.memoryLimit)
        }
        var used = UsedValues(all: valueCount)
        if flags & 64 != 0 {
            let length = try next("length of the map", 0...1 << 16)
            guard length <= bytes.count else { throw .truncated }
            used = UsedValues(decoding: bytes.prefix(length), count: valueCount)
            bytes = bytes.dropFirst(length)
            guard !used.values.isEmpty, !used.isDense else {
                throw .outOfRange(field: "number of used values", value: used.values.count)
            }
        }
        self.init(layout: layout, settings: settings, used: used)
    }
}
