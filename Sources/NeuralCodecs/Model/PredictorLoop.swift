/// The coding loop: predict, code, learn, one byte at a time.
final class PredictorLoop<K: KernelSet> {
    private let parameters: ModelParameters
    private let shape: WindowShape
    private let arena = Arena()
    private var networks: [Network<K>]
    private var alphabet = Alphabet()
    private let symbols: WindowSymbols
    private var presences: [SymbolPresence]
    private var replay: Replay<K>
    private var mixer: Mixer<K>
    private var schedule: LearningRateSchedule
    private var random: RandomSource
    private let team: TaskTeam
    private let threads: Int
    private var step = OptimiserStep()
    private var predictability = Predictability()
    private let frequencies: UnsafeMutablePointer<UInt32>
    /// Steps of the current window that are coded.
    private var position = 0

    init(parameters: ModelParameters, threads: Int) {
        self.parameters = parameters
        let shape = WindowShape(windows: 1 + parameters.replays, horizon: parameters.horizon)
        self.shape = shape
        random = RandomSource(seed: 1)
        networks = []
        for network in parameters.networks {
            networks.append(Network(network, of: parameters, shape: shape, arena: arena, random: &random))
        }
        symbols = WindowSymbols(lags: parameters.lags, shape: shape, arena: arena)
        presences = []
        for _ in 0..<parameters.lags {
            presences.append(SymbolPresence(maximumSteps: shape.rows, arena: arena))
        }
        replay = Replay(parameters: parameters, shape: shape, networks: networks, arena: arena)
        mixer = Mixer(networkCount: networks.count, arena: arena)
        schedule = LearningRateSchedule(parameters: parameters)
        self.threads = max(1, min(threads, 8))
        team = TaskTeam(threads: self.threads)
        frequencies = arena.allocate(256, of: UInt32.self)
    }

    var allocatedByteCount: Int { arena.byteCount }

    func addSymbols(_ values: [UInt8]) {
        alphabet.add(values)
        for index in networks.indices { networks[index].output.addSymbols(values.count) }
    }

    func encode(_ bytes: UnsafeRawBufferPointer, with encoder: inout RangeEncoder) {
        team.run(execute: execute) {
            for byte in bytes {
                let total = predict()
                let symbol = alphabet.symbol(of: byte)
                let start = K.cumulativeFrequency(frequencies, before: symbol)
                encoder.encode(start: start, size: frequencies[symbol], total: total)
                learn(symbol)
            }
            closeWindow()
        }
    }

    func decode(
        into bytes: UnsafeMutableRawBufferPointer, with decoder: inout RangeDecoder
    ) throws(RangeDecoderError) {
        try team.run(execute: execute) { () throws(RangeDecoderError) in
            for index in bytes.indices {
                let total = predict()
                let target = decoder.target(total: total)
                var symbol = 0
                var start: UInt32 = 0
                while start + frequencies[symbol] <= target {
                    start += frequencies[symbol]
                    symbol += 1
                }
                decoder.consume(start: start, size: frequencies[symbol])
                guard !decoder.isExhausted else { throw .payloadUsedUp }
                bytes[index] = alphabet.value(of: symbol)
                learn(symbol)
            }
            closeWindow()
        }
    }

    /// Fills `frequencies` for the next symbol and returns their sum.
    private func predict() -> UInt32 {
        if position == 0 {
            replay.begin(
                networks: networks, symbols: symbols, isWorthwhile: predictability.favoursReplay, random: &random)
            for window in replay.activeWindows {
                for index in networks.indices { post(.window(window, network: index)) }
            }
        }
        let row = position + 1
        symbols.advance(to: row)
        for index in networks.indices { networks[index].forward(row: row, symbols: symbols) }
        let probabilities = mixer.mix(networks, row: row)
        let total = K.frequencies(of: probabilities, count: alphabet.count, into: frequencies)
        guard total <= RangeEncoder.maximumTotal else {
            // Only weights that overflowed get here, which absurd parameters can bring about: fall back on equal
            // frequencies rather than trust a number that is none.
            frequencies.update(repeating: 1, count: alphabet.count)
            return UInt32(alphabet.count)
        }
        return total
    }

    /// Takes the symbol that came, and ends the window when it is full.
    private func learn(_ symbol: Int) {
        let row = position + 1
        symbols.set(target: symbol, row: row)
        predictability.add(mixer.probability(of: symbol, networks, row: row))
        mixer.learn(symbol, networks, row: row)
        position += 1
        if position == shape.horizon { finishWindow() }
    }

    private func finishWindow() {
        for index in networks.indices { post(.window(0, network: index)) }
        team.finish(execute)
        step = schedule.next()
        step.rate *= predictability.rateFactor
        step.windows = replay.activeWindows.upperBound
        let rows = replay.activeRows
        for lag in presences.indices {
            presences[lag].group(rows: rows, stepNumber: schedule.number) { symbols.recent(row: $0, lag: lag) }
        }
        for index in networks.indices {
            for part in 0..<threads { post(.update(part, network: index)) }
        }
        team.finish(execute)
        replay.keepWindow(networks: networks, symbols: symbols, random: &random)
        carryState(from: shape.horizon)
    }

    /// What a thread can do by itself.
    private enum Task {
        /// The gradients of a window: the new one (0), whose forward pass is done, or a replayed one.
        case window(Int, network: Int)
        /// An optimiser step of one part of a network's parameters.
        case update(Int, network: Int)
    }

    private func post(_ task: Task) {
        switch task {
        case .window(let window, let network): team.post(network << 8 | window)
        case .update(let part, let network): team.post(network << 8 | 128 | part)
        }
    }

    private func execute(_ code: Int) {
        let network = networks[code >> 8]
        let low = code & 127
        if code & 128 != 0 {
            network.update(step, presences: presences, part: UpdatePart(index: low, count: threads))
        } else if low == 0 {
            network.backwardWindow(0, weight: 1, symbols: symbols)
        } else {
            network.forwardWindow(low, shape: shape, symbols: symbols)
            network.backwardWindow(low, weight: replay.weight, symbols: symbols)
        }
    }

    /// Ends a window that is not full: its steps are not learnt from, the state goes on.
    private func closeWindow() {
        guard position > 0 else { return }
        // Tasks posted for replayed windows must not run into the next one's; their gradients are not used.
        team.finish(execute)
        carryState(from: position)
    }

    private func carryState(from row: Int) {
        for network in networks { network.carryState(from: row) }
        symbols.copy(row: row, to: 0)
        position = 0
    }
}
