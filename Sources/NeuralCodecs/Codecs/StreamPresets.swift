/// What the numbers of presets in streams of `mix` stand for: the list that is a part of the format, `docs/stream-presets.md`.
package enum StreamPresets {
    /// One number.
    package struct Preset: Sendable {
        /// What is coded with it: `bytes`, `networks`, `pixels` or `samples`.
        package let content: String
        /// Bytes and networks: from 0; pixels and samples: from 1.
        package let number: Int
        /// The parameters as a stream would carry them without presets: of bytes all, with the smallest tables; of pixels and
        /// samples the settings, of samples for two channels and with far lags, of pixels with tables of 2^16.
        package let bytes: [UInt8]
    }

    /// All of them, in order.
    package static var all: [Preset] {
        let ofBytes = MixParameters.presets.enumerated().map { number, parameters in
            var smallest = parameters
            smallest.bytes.tableBits = ByteModelParameters.tableBitsRange.lowerBound
            smallest.bytes.sizeBits = ByteModelParameters.sizeBitsRange.lowerBound
            return Preset(content: "bytes", number: number, bytes: smallest.spelledOut)
        }
        let ofNetworks = ModelParameters.presets.enumerated().map { number, parameters in
            Preset(content: "networks", number: number, bytes: parameters.encoded)
        }
        let ofPixels = (1...PixelSettings.presetCount).map { number in
            Preset(content: "pixels", number: number, bytes: numbers(PixelSettings.preset(number).spelledOut))
        }
        let ofSamples = (1...SampleSettings.presetCount).map { number in
            let settings = SampleSettings.preset(number, channels: 2, hasFarLags: true)
            return Preset(content: "samples", number: number, bytes: numbers(settings.spelledOut))
        }
        return ofBytes + ofNetworks + ofPixels + ofSamples
    }

    private static func numbers(_ values: [Int]) -> [UInt8] {
        var bytes: [UInt8] = []
        for value in values { ParameterFields.append(value, to: &bytes) }
        return bytes
    }
}
