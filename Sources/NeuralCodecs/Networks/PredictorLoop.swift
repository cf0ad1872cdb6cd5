/// The coding loop: predict, code, learn, one byte at a time.
final class PredictorLoop<K: KernelSet> {
    /// Of the initial weights and of what is replayed.
    static var seed: UInt64 { 1 }

    let shape: WindowShape
    private let arena = Arena()
    private(set) var networks: [Network<K>]
    private(set) var alphabet = Alphabet()
    let symbols: WindowSymbols
    private(set) var presences: [SymbolPresence]
    private(set) var replay: Replay<K>
    private(set) var mixer: Mixer<K>
    var schedule: LearningRateSchedule
    private var random: RandomSource
    private var kept: Memory?
    let division: WorkDivision
    let team: TaskTeam
    private(set) var step = OptimiserStep()
    private var predictability = Predictability()
    private let frequencies: UnsafeMutablePointer<UInt32>
    /// Steps of the current window that are coded.
    private(set) var position = 0

    init(parameters: ModelParameters, threads: Int) {
        let shape = WindowShape(windows: 1 + parameters.replays, horizon: parameters.horizon)
        self.shape = shape
        random = RandomSource(seed: Self.seed)
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
        division = WorkDivision(of: parameters, threads: threads)
        team = TaskTeam(threads: division.threads)
        frequencies = arena.allocate(256, of: UInt32.self)
    }

    var allocatedByteCount: Int { arena.byteCount }

    /// All that it knows between two windows.
    struct Memory {
        fileprivate let contents: [[UInt8]]
        fileprivate let networks: [Network<K>]
        fileprivate let alphabet: Alphabet
        fileprivate let presences: [SymbolPresence]
        fileprivate let replay: Replay<K>
        fileprivate let mixer: Mixer<K>
        fileprivate let schedule: LearningRateSchedule
        fileprivate let random: RandomSource
        fileprivate let step: OptimiserStep
        fileprivate let predictability: Predictability
    }

    /// To go back to what is known now, by ``restore(_:)``; no window may be open.
    func memory() -> Memory {
        Memory(
            contents: arena.contents(), networks: networks, alphabet: alphabet, presences: presences, replay: replay,
            mixer: mixer, schedule: schedule, random: random, step: step, predictability: predictability)
    }

    func restore(_ memory: Memory) {
        arena.restore(memory.contents)
        networks = memory.networks
        alphabet = memory.alphabet
        presences = memory.presences
        replay = memory.replay
        mixer = memory.mixer
        schedule = memory.schedule
        random = memory.random
        step = memory.step
        predictability = memory.predictability
        position = 0
    }

    func keepState() { kept = memory() }

    func restoreState() { if let kept { restore(kept) } }

    func addSymbols(_ values: [UInt8]) {
        alphabet.add(values)
        for index in networks.indices { networks[index].output.addSymbols(values.count) }
    }

    func encode(_ bytes: UnsafeRawBufferPointer, with encoder: inout RangeEncoder) {
        team.run(execute: execute) {
            var place = 0
            while place + shape.horizon <= bytes.count {
                encodeWindow(bytes, at: place, with: &encoder)
                place += shape.horizon
            }
            for byte in bytes[place...] {
                let symbol = alphabet.symbol(of: byte)
                encode(symbol, total: predict(), with: &encoder)
                learn(symbol)
            }
            closeWindow()
        }
    }

    /// A whole window. Its bytes being known, each layer goes over all of it at once, which gives the same bits as step
    /// by step, and in matrix products rather than matrix-vector products.
    private func encodeWindow(
        _ bytes: UnsafeRawBufferPointer, at place: Int, with encoder: inout RangeEncoder
    ) {
        beginWindow()
        for row in 1...shape.horizon {
            symbols.advance(to: row)
            symbols.set(target: alphabet.symbol(of: bytes[place + row - 1]), row: row)
        }
        predictWindow()
        beginGradients()
        for row in 1...shape.horizon {
            let symbol = symbols.target(row: row)
            encode(symbol, total: mixStep(row: row), with: &encoder)
            learnMixing(symbol, row: row)
        }
        finishWindow()
    }

    private func encode(_ symbol: Int, total: UInt32, with encoder: inout RangeEncoder) {
        let start = K.cumulativeFrequency(frequencies, before: symbol)
        encoder.encode(start: start, size: frequencies[symbol], total: total)
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

    /// Chooses what is learnt beside the window that begins.
    func beginWindow() {
        replay.begin(
            networks: networks, symbols: symbols, isWorthwhile: predictability.favoursReplay, random: &random)
        beginReplays()
    }

    /// Fills `frequencies` for the next symbol and returns their sum.
    private func predict() -> UInt32 {
        if position == 0 { beginWindow() }
        let row = position + 1
        symbols.advance(to: row)
        predictStep(row: row)
        return mixStep(row: row)
    }

    /// Fills `frequencies` from what the networks say at `row`, and returns their sum.
    private func mixStep(row: Int) -> UInt32 {
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
    func learn(_ symbol: Int) {
        let row = position + 1
        symbols.set(target: symbol, row: row)
        learnMixing(symbol, row: row)
        position += 1
        if position == shape.horizon {
            beginGradients()
            finishWindow()
        }
    }

    /// Takes the symbol that came as a matter of fact: the state goes on, the weights stay.
    func continueWithoutLearning(_ symbol: Int) {
        position += 1
        symbols.set(target: symbol, row: position)
        if position == shape.horizon { closeWindow() }
    }

    func learnMixing(_ symbol: Int, row: Int) {
        predictability.add(mixer.probability(of: symbol, networks, row: row))
        mixer.learn(symbol, networks, row: row)
    }

    /// Learns from the window, whose gradients were begun.
    func finishWindow() {
        finishGradients()
        step = schedule.next()
        step.rate *= predictability.rateFactor
        step.windows = replay.activeWindows.upperBound
        let rows = replay.activeRows
        for lag in presences.indices {
            presences[lag].group(rows: rows, stepNumber: schedule.number) { symbols.recent(row: $0, lag: lag) }
        }
        updateNetworks()
        replay.keepWindow(networks: networks, symbols: symbols, random: &random)
        carryState(from: shape.horizon)
    }

    /// Ends a window that is not full: its steps are not learnt from, the state goes on.
    func closeWindow() {
        guard position > 0 else { return }
        // Replays that have begun must not run into the next window's; their gradients are not used.
        team.finish(execute)
        carryState(from: position)
    }

    private func carryState(from row: Int) {
        for network in networks { network.carryState(window: 0, after: row) }
        symbols.copy(row: row, to: 0)
        position = 0
    }
}
