package import Benchmarking
package import CodecInterface
import Foundation
package import OutsideText

/// What one spec came to on one item, run by run, on one kind of machine.
package struct TrialLine: Sendable {
    /// What makes trials of several runs the same: the spec, and the very bytes.
    package struct Subject: Sendable, Hashable {
        /// The codec with its parameters.
        package let spec: SeriesSpec
        package let item: ExactText
        package let modality: Modality
        package let sha256: String
        package let rawByteCount: Int
    }

    /// What a trial came to in one run.
    package struct Figures: Sendable {
        /// Place of the run among those of the history that was read.
        package let run: Int
        package let status: TrialStatus
        /// With the weights that a decoder needs.
        package let byteCount: Int?
        /// Fastest passes.
        package let compressionSeconds: Double?
        package let decompressionSeconds: Double?
        /// The fastest that the yardstick was beside it, MB/s.
        package let yardstickSpeed: Double?
        /// The larger of the two directions.
        package let peakByteCount: Int?
        /// Medians, MB/s, as reports show them.
        package let compressionSpeed: Double?
        package let decompressionSpeed: Double?
    }

    /// What was measured.
    package let subject: Subject
    /// By rising run.
    package let figures: [Figures]
    /// The usual speed of the yardstick, to which times are scaled; nil where some time has no yardstick.
    private let usualYardstick: Double?

    init(subject: Subject, figures: [Figures]) {
        self.subject = subject
        self.figures = figures
        let yardsticks = figures.compactMap(\.yardstickSpeed)
        usualYardstick = yardsticks.count == figures.count ? OrderStatistics.median(yardsticks) : nil
    }

    /// The value of a metric in a run; nil where the trial has none.
    package func value(_ metric: HistoryMetric, _ figures: Figures) -> Double? {
        guard figures.status == .ok else { return nil }
        switch metric {
        case .ratio: return figures.byteCount.flatMap { $0 > 0 ? Double(subject.rawByteCount) / Double($0) : nil }
        case .size: return figures.byteCount.map(Double.init)
        case .compressionTime: return time(figures.compressionSeconds, figures)
        case .decompressionTime: return time(figures.decompressionSeconds, figures)
        case .memory: return figures.peakByteCount.map { Double(max($0, Self.smallestMemory)) }
        }
    }

    private func time(_ seconds: Double?, _ figures: Figures) -> Double? {
        guard let seconds, let speed = figures.yardstickSpeed, let usualYardstick, usualYardstick > 0 else {
            return seconds
        }
        return seconds * speed / usualYardstick
    }

    /// Below this, peaks are a matter of pages more or less.
    private static let smallestMemory = 65_536

    /// The series of a metric on this item alone.
    package func series(_ metric: HistoryMetric) -> TrendSeries {
        TrendSeries(
            spec: subject.spec, metric: metric, items: [subject.item],
            points: figures.compactMap { figures in
                value(metric, figures).map { TrendSeries.Point(run: figures.run, value: $0) }
            })
    }
}

/// A codec with its parameters and how it was run.
package struct SeriesSpec: Sendable, Hashable {
    private let exactCodec: ExactText
    private let exactParameters: ExactText
    /// How many threads it was given.
    package let threads: Int
    package let blockByteCount: Int?

    /// As bytes, whatever their normal form.
    package var codec: String { exactCodec.text }
    package var parameters: String { exactParameters.text }

    /// - Parameters: as the properties of these names; `blockByteCount` is nil for items as a whole.
    package init(codec: String, parameters: String, threads: Int = 1, blockByteCount: Int? = nil) {
        exactCodec = ExactText(codec)
        exactParameters = ExactText(parameters)
        self.threads = threads
        self.blockByteCount = blockByteCount
    }

    /// `xz,9e`: as on the command line.
    package var spec: String { parameters.isEmpty ? codec : "\(codec),\(parameters)" }

    /// The same, with what else tells it from others.
    package var label: String {
        spec + (threads == 1 ? "" : ", \(threads) threads") + (blockByteCount.map { ", blocks of \($0) bytes" } ?? "")
    }
}
