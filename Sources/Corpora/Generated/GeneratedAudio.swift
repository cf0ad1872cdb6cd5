import MediaFormats

/// Plucked strings (Karplus and Strong, 1983) playing a short pattern, as WAV. Integer arithmetic throughout.
enum GeneratedAudio {
    private static let rate = 8000

    static func bytes(seconds: Int) -> [UInt8] {
        let count = seconds * rate
        var samples = [Int](repeating: 0, count: count)
        var random = GeneratorSequence(seed: 3)
        // Periods in samples of a handful of notes.
        let periods = [36, 48, 40, 30, 36, 27, 32, 24]
        for (index, period) in periods.enumerated() {
            var string = (0..<period).map { _ in random.next(below: 16_000) - 8000 }
            var place = 0
            for time in index * count / periods.count..<count {
                let next = (place + 1) % period
                samples[time] += string[place]
                // The average of neighbours, slightly damped: high partials die first.
                string[place] = (string[place] + string[next]) * 511 / 1024
                place = next
            }
        }
        let data = samples.flatMap { sample -> [UInt8] in
            let noisy = Int16(clamping: sample + random.next(below: 5) - 2)
            let bits = UInt16(bitPattern: noisy)
            return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
        }
        return SoundSamples(channels: 1, sampleRate: rate, bytesPerSample: 2, samples: data).file
    }
}
