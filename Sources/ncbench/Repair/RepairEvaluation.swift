import Benchmarking
import Console
import Corpora
import FileTool
import Foundation
import MediaFormats
import NeuralCodecs
import OutsideText
import Repair
import Reporting

/// Damages files in fixed ways, repairs them, and compares: a row for each item, damage and method.
struct RepairEvaluation {
    /// Pictures, and sounds that can be repaired.
    let files: [MediaFile]
    let seed: UInt64
    /// Of each picture's middle square that is looked at; nil for all of it.
    let side: Int?
    let keep: KeptFolder?

    private static let gapMilliseconds = [5, 20, 50]
    private static let gapCount = 16
    private static let header = [
        "item", "kind", "damage", "missing", "method", "psnr_db", "ssim", "snr_db", "mean_gap_snr_db",
        "log_spectral_distance_db",
    ]

    /// The table, as CSV.
    func table() throws -> [UInt8] {
        try keep?.create()
        var rows = [Self.header]
        for file in files {
            let name = Self.item(file)
            switch file.content {
            case .picture(let picture):
                if let side, picture.width < side || picture.height < side {
                    StandardError.print(
                        "ncbench: NOTE: \(VisibleText.oneLine(name)) is \(picture.width) x \(picture.height): there is no square of \(side) pixels, "
                            + "and all there is of it is taken")
                }
                rows += try evaluate(side.map(picture.middle) ?? picture, name)
            case .sound(let sound): rows += try evaluate(sound, name)
            case .bytes: break
            }
        }
        return Array(rows.map(CSVText.row).joined().utf8)
    }

    private func leaveOut(_ damage: String, _ name: String) {
        StandardError.print("ncbench: NOTE: \(VisibleText.oneLine(name)): no room for \(damage), which are left out")
    }

    /// A file's name in the table.
    static func item(_ file: MediaFile) -> String {
        URL(fileURLWithPath: file.path).deletingPathExtension().lastPathComponent
    }

    /// The same damage for a file, whatever the others are.
    private func random(_ salt: Int) -> (Int) -> Int {
        var source = RandomSource(seed: seed &* 1000 &+ UInt64(salt))
        return { source.next(below: $0) }
    }

    private func evaluate(_ picture: PictureSamples, _ name: String) throws -> [[String]] {
        var rows: [[String]] = []
        let truth = picture.planes
        for (number, damage) in EvaluationMasks.Damage.allCases.enumerated() {
            let mask = EvaluationMasks.mask(
                damage, width: picture.width, height: picture.height, random: random(number))
            guard mask.missingCount > 0 else {
                leaveOut(damage.rawValue, name)
                continue
            }
            let results = [
                ("model", picture.repaired(mask)),
                ("harmonic", picture.replacing(mask, by: PictureRepair.harmonic(truth, mask))),
            ]
            for (method, result) in results {
                let planes = result.planes
                let psnr = PictureMeasures.peakSignalToNoise(planes, truth, mask)
                let ssim = PictureMeasures.structuralSimilarity(planes, truth, mask)
                rows.append([
                    name, "image", damage.rawValue, "\(mask.missingCount)", method, String(format: "%.3f", psnr),
                    String(format: "%.4f", ssim), "", "", "",
                ])
            }
            guard let keep else { continue }
            let black = [[Float]](
                repeating: [Float](repeating: 0, count: mask.isMissing.count), count: picture.channels)
            let stem = "\(name)-\(damage.rawValue)"
            try keep.save(picture.replacing(mask, by: black).file, as: "\(stem)-damaged.pnm")
            try keep.save(results[0].1.file, as: "\(stem)-repaired.pnm")
            try keep.save(picture.file, as: "\(name).pnm")
            let white = mask.isMissing.map { UInt8($0 ? 255 : 0) }
            try keep.save(
                PictureSamples(width: mask.width, height: mask.height, channels: 1, maximum: 255, samples: white).file,
                as: "\(stem)-mask.pgm")
        }
        return rows
    }

    private func evaluate(_ sound: SoundSamples, _ name: String) throws -> [[String]] {
        var rows: [[String]] = []
        try keep?.save(sound.file, as: "\(name).wav")
        for (number, milliseconds) in Self.gapMilliseconds.enumerated() {
            let length = max(1, (sound.sampleRate * milliseconds + 500) / 1000)
            let gaps = EvaluationMasks.gaps(
                count: Self.gapCount, length: length, frames: sound.frameCount, random: random(number))
            guard !gaps.isEmpty else {
                leaveOut("gaps of \(milliseconds) ms", name)
                continue
            }
            var damaged = sound
            for channel in 0..<sound.channels {
                for gap in gaps {
                    damaged.replace(gap, of: channel, by: [Double](repeating: 0, count: gap.count))
                }
            }
            for method in SoundRepair.allCases {
                let repaired = damaged.repaired(gaps, by: method)
                var measures = SoundMeasures()
                for channel in 0..<sound.channels {
                    let (found, truth) = (repaired.signal(channel), sound.signal(channel))
                    for gap in gaps { measures.add(Array(found[gap]), truth: Array(truth[gap])) }
                }
                let figures = [
                    measures.signalToNoise, measures.meanSignalToNoise, measures.logSpectralDistance,
                ]
                rows.append(
                    [name, "audio", "\(milliseconds) ms", "\(gaps.count * length)", method.rawValue, "", ""]
                        + figures.map { String(format: "%.3f", $0) })
                try keep?.save(repaired.file, as: "\(name)-\(milliseconds)ms-\(method.rawValue).wav")
            }
            try keep?.save(damaged.file, as: "\(name)-\(milliseconds)ms-damaged.wav")
        }
        return rows
    }
}
