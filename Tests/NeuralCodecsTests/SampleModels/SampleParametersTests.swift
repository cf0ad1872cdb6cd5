import NeuralCodecs
import Testing

@Suite struct SampleParametersTests {
    @Test(arguments: SampleModelTests.sounds, 1...9) func parametersComeBack(sound: SampleSound, level: Int) throws {
        let parameters = sound.bytes.withUnsafeBytes {
            SampleParameters(level: level, layout: sound.layout, analysing: $0)
        }
        for encoded in [parameters.encoded, parameters.spelledOut] {
            var bytes = (encoded + [1, 2, 3])[...]
            #expect(try SampleParameters(decoding: &bytes) == parameters)
            #expect(bytes == [1, 2, 3])
        }
        #expect(parameters.encoded.count < parameters.spelledOut.count)
    }

    @Test(arguments: SampleModelTests.sounds) func cutParametersAreRefused(sound: SampleSound) {
        let parameters = sound.encoded(level: 9).parameters
        for encoded in [parameters.encoded, parameters.spelledOut] {
            for count in 0..<min(encoded.count, 120) {
                var bytes = encoded.prefix(count)
                #expect(throws: MediaParametersError.self) { try SampleParameters(decoding: &bytes) }
            }
        }
    }

    /// Whatever one byte is made, the parameters are refused or give a model within its bound that decodes to something.
    @Test(arguments: [(isSpelledOut: true, least: 50), (false, 10)])
    func damagedParametersAreRefusedOrUsable(isSpelledOut: Bool, least: Int) throws {
        let coded = SampleModelTests.sounds[1].encoded(level: 9)
        let encoded = isSpelledOut ? coded.parameters.spelledOut : coded.parameters.encoded
        var usable = 0
        for index in encoded.indices {
            for value: UInt8 in [0, 1, 127, 128, 255, encoded[index] ^ 1, encoded[index] &+ 1] {
                var damaged = encoded
                damaged[index] = value
                var bytes = damaged[...]
                guard let parameters = try? SampleParameters(decoding: &bytes) else { continue }
                #expect(parameters.memoryByteCount <= SampleParameters.memoryLimit)
                guard parameters.memoryByteCount < 1 << 26 else { continue }
                let model = SampleModel(parameters: parameters)
                #expect(model.allocatedByteCount <= parameters.memoryByteCount)
                var frames = [UInt8](repeating: 0, count: parameters.layout.bytesPerFrame * 40)
                coded.payload.withUnsafeBytes { payload in
                    var decoder = RangeDecoder(payload)
                    frames.withUnsafeMutableBytes { try? model.decode(into: $0, with: &decoder) }
                }
                usable += 1
            }
        }
        #expect(usable > least)
    }
}
