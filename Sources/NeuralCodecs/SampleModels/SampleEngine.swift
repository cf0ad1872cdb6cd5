/// A model of samples on one build of the kernels.
final class SampleEngine<Set: SampleKernelSet> {
    private let layout: SampleLayout
    private let channels: Int
    private let shift: Int
    private let lowest: Int
    private let arena: Arena
    private let models: UnsafeMutablePointer<ChannelModel<Set>>
    private let modelCount: Int
    private let time: UnsafeMutablePointer<Int>
    private let loudness: LoudnessLimit

    var allocatedByteCount: Int { arena.byteCount }

    init(_ parameters: SampleParameters) {
        let arena = Arena()
        self.arena = arena
        layout = parameters.layout
        let channels = parameters.layout.channels
        self.channels = channels
        shift = parameters.shift
        lowest = parameters.lowest
        time = arena.allocate(1, of: Int.self)
        loudness = LoudnessLimit(channels: channels, in: arena)
        let settings = parameters.settings
        let length = Self.historyLength(parameters)
        let histories = (0..<channels).map { _ in SignalHistory<Double>(length: length, in: arena) }
        let map = parameters.used.map { ValueMap($0, in: arena) }
        let farLags = settings.fits.map { $0.far }.max() ?? 0
        modelCount = channels
        models = .allocate(capacity: channels)
        let lagFits = Self.lagFits(parameters)
        for channel in 0..<channels {
            let other = histories[channel == 0 ? min(1, channels - 1) : channel - 1]
            // The channel coded just before is known at this sample; the first one knows another's past.
            var others: [(history: SignalHistory<Double>, lead: Int)] = []
            if channels > 1 { others.append((other, channel == 0 ? 0 : 1)) }
            for lag in parameters.farLags {
                others.append((histories[channel], farLags / 2 - lag))
                if channels > 1 { others.append((other, farLags / 2 - lag)) }
            }
            let predictor = ChannelPredictor<Set>(
                settings, fits: lagFits, history: histories[channel], others: others,
                range: parameters.lowest...parameters.highest, in: arena)
            (models + channel).initialize(
                to: ChannelModel(parameters, predictor: predictor, map: map, in: arena))
        }
    }

    /// The fits of a channel: to itself, to another channel, and to both around each far lag.
    private static func lagFits(_ parameters: SampleParameters) -> [LagFitSettings] {
        let fits = parameters.settings.fits
        let channels = parameters.layout.channels
        let most = fits.map { $0.far }.max() ?? 0
        let far = min(channels, 2) * parameters.farLags.count
        return fits.map { fit in
            LagFitSettings(
                own: fit.own, others: (channels > 1 ? [fit.other] : []) + Array(repeating: fit.far, count: far),
                skips: (channels > 1 ? [0] : []) + Array(repeating: (most - fit.far) / 2, count: far),
                memory: fit.memory, period: fit.period)
        }
    }

    /// An upper bound of what the arena of an engine takes.
    static func byteCount(_ parameters: SampleParameters) -> Int {
        let fits = lagFits(parameters)
        let channel =
            ChannelPredictor<Set>.byteCount(parameters.settings, fits: fits, signals: fits[0].others.count)
            + ChannelModel<Set>.byteCount(parameters)
            + SignalHistory<Double>.byteCount(length: historyLength(parameters))
        return parameters.layout.channels * channel + (parameters.used.map(ValueMap.byteCount) ?? 0) + 64
            + LoudnessLimit.byteCount(channels: parameters.layout.channels)
    }

    deinit {
        models.deinitialize(count: modelCount)
        models.deallocate()
    }

    /// How many samples of each channel must be readable.
    static func historyLength(_ parameters: SampleParameters) -> Int {
        128 + LagFits<Set>.block + (parameters.farLags.max() ?? 0)
    }

    /// Keeps what is chosen from being louder than some frames.
    func limitLoudness(to frames: UnsafeRawBufferPointer) {
        guard let base = frames.baseAddress else { return }
        for channel in 0..<channels {
            let place = channel * layout.bytesPerSample
            loudness.setLimit(
                (0..<frames.count / layout.bytesPerFrame).lazy.map { [layout, shift] in
                    layout.sample(at: base + $0 * layout.bytesPerFrame + place) >> shift
                }, channel: channel)
        }
    }

    /// Codes one frame.
    ///
    /// - Parameters:
    ///   - source: the frame's bytes; nil in a decoder.
    ///   - destination: where the frame's bytes go; nil in an encoder.
    @inline(__always)
    func codeFrame<Coder: BitCoder>(
        source: UnsafeRawPointer?, destination: UnsafeMutableRawPointer?, with coder: inout Coder
    ) {
        let now = time.pointee
        time.pointee = now &+ 1
        var neighbour: Float = 0
        for channel in 0..<channels {
            let place = channel &* layout.bytesPerSample
            var value = 0
            if let source { value = layout.sample(at: source + place) >> shift &- lowest }
            value = models[channel].code(value, at: now, neighbour: neighbour, with: &coder)
            neighbour = models[channel].lastError
            if Coder.choosesValues, let factor = loudness.note(value &+ lowest, channel: channel, at: now) {
                models[channel].scale(by: factor, before: now &+ 1)
            }
            if let destination { layout.store((value &+ lowest) << shift, at: destination + place) }
        }
    }
}
