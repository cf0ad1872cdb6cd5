import CodecInterface
import CodecSamples
import Corpora
import MediaFormats
import SystemCodecs
import Testing

/// Media files with wrong bytes anywhere and cut anywhere: an error that names the file and a place in it, or samples of
/// some kind where the format cannot tell, but never a crash.
@Suite struct DamagedMediaTests {
    private static let picture: [UInt8] = {
        var file = Array("P6\n37 23\n255\n".utf8)
        for index in 0..<37 * 23 * 3 { file.append(UInt8(truncatingIfNeeded: index * index / 7 + index % 3 * 40)) }
        return file
    }()

    private static let sound: [UInt8] = {
        let samples = (0..<3000).map { (index: Int) -> Int in (index * index) % 5000 - 2500 + index % 17 }
        var header = Array("RIFF".utf8)
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        header += little(36 + 6000, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + little(1, 2) + little(1, 2)
        header += little(8000, 4) + little(16000, 4) + little(2, 2) + little(16, 2) + Array("data".utf8)
        header += little(6000, 4)
        return header + samples.flatMap { little($0, 2) }
    }()

    private static let files: [String: [UInt8]] = {
        var files = ["picture.ppm": picture, "sound.wav": sound]
        files["picture.png"] = try? PNGCodec(parameters: "6", threads: 1).compressed(picture)
        files["sound.flac"] = try? FLACCodec(parameters: "5", threads: 1).compressed(sound)
        return files
    }()

    @Test func wholeFilesComeOutAsTheyWentIn() throws {
        #expect(Self.files.count == 4)
        for (name, bytes) in Self.files {
            let decoded = try MediaFormat(head: bytes)?.decode(bytes, path: name)
            #expect(decoded == (name.hasPrefix("picture") ? Self.picture : Self.sound), "\(name)")
        }
    }

    @Test(arguments: files.keys.sorted()) func cutAnywhere(name: String) throws {
        let bytes = try #require(Self.files[name])
        let kind = try #require(MediaFormat(head: bytes))
        for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 400)) {
            check(kind, Array(bytes[..<length]), name, mustFail: name != "sound.wav" || length < 44)
        }
    }

    @Test(arguments: files.keys.sorted()) func wrongBytesAnywhere(name: String) throws {
        let bytes = try #require(Self.files[name])
        let kind = try #require(MediaFormat(head: bytes))
        var random = SplitMix64(seed: 9)
        for round in 0..<400 {
            var damaged = bytes
            for _ in 0...round % 3 {
                // Headers are worth more tries than what follows.
                let limit = round % 2 == 0 ? min(64, bytes.count) : bytes.count
                damaged[Int(random.next() >> 33) % limit] = UInt8(truncatingIfNeeded: random.next())
            }
            check(kind, damaged, name, mustFail: false)
        }
    }

    private func check(_ kind: MediaFormat, _ bytes: [UInt8], _ name: String, mustFail: Bool) {
        do throws(CorpusError) {
            _ = try kind.decode(bytes, path: name)
            #expect(!mustFail, "\(name), \(bytes.count) bytes")
        } catch {
            switch error {
            case .media(name, let offset, let reason):
                #expect(!reason.isEmpty && offset.map { (0...bytes.count).contains($0) } != false, "\(error)")
            case .undecodable(name, let offset, _): #expect((0...bytes.count).contains(offset))
            default: Issue.record("\(error)")
            }
        }
    }
}
