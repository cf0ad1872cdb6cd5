internal import Foundation

/// Trains networks on many sequences at once: windows of parallel streams that share the weights, one optimiser step for the
/// windows of all.
///
/// What a window computes is what the coding loop computes, with the same layers, the same truncated backpropagation and
/// the same optimiser. Gradients are summed over windows in the windows' order by whoever updates a part of the weights,
/// so that the result does not depend on how many threads there are.
final class BatchLoop<K: KernelSet> {
    private let shape: WindowShape
    private let arena = Arena()
    private let networks: [Network<K>]
    private let mixer: Mixer<K>
    private let symbols: WindowSymbols
    private let alphabet: Alphabet
    private let team: TaskTeam
    private let threads: Int
    /// Scratch for states that move; zeros for those that begin.
    private let movingState: UnsafeMutablePointer<Float>
    private let emptyState: UnsafeMutablePointer<Float>

    // Of the current step.
    private var slots: BatchSlots
    private var presences: [SymbolPresence] = []
    private var step = OptimiserStep()
    private var weight: Float = 1
    private var learns = false

    /// - Parameters:
    ///   - alphabet: the byte values that have a symbol, in the order of the symbols.
    ///   - batchSize: windows learnt in one optimiser step.
    init(parameters: ModelParameters, alphabet values: [UInt8], batchSize: Int, threads: Int) {
        let shape = WindowShape(windows: batchSize, horizon: parameters.horizon)
        self.shape = shape
        // The same weights as an untrained coder's: a model file tells what has changed since.
        var random = RandomSource(seed: PredictorLoop<K>.seed)
        var networks: [Network<K>] = []
        for network in parameters.networks {
            var network = Network<K>(network, of: parameters, shape: shape, arena: arena, random: &random)
            network.output.addSymbols(values.count)
            networks.append(network)
        }
        self.networks = networks
        mixer = Mixer(networkCount: networks.count, arena: arena)
        symbols = WindowSymbols(lags: parameters.lags, shape: shape, arena: arena)
        var alphabet = Alphabet()
        alphabet.add(values)
        self.alphabet = alphabet
        self.threads = max(1, threads)
        team = TaskTeam(threads: self.threads)
        let stateCount = networks.map { $0.stateCount }.max() ?? 0
        movingState = arena.floats(stateCount)
        emptyState = arena.floats(stateCount)
        slots = BatchSlots(TrainingSequences(), order: [], capacity: batchSize)
    }

    /// Everything that is learnt.
    var blocks: [WeightBlock] { networks.flatMap { $0.blocks } + mixer.blocks }

    /// Brings copies of weights up to date after ``blocks`` were written.
    func refreshCopies() {
        for network in networks { network.refreshCopies() }
    }

    /// Goes over sequences once.
    ///
    /// - Parameters:
    ///   - order: numbers of the sequences, in the order in which windows take them.
    ///   - steps: gives the scalars of each optimiser step; nil to learn nothing.
    ///   - isStopped: asked before each step.
    /// - Returns: nil when stopped.
    func pass(
        over sequences: TrainingSequences, order: [Int], steps: (() -> OptimiserStep)?, isStopped: () -> Bool
    ) -> PassResult? {
        slots = BatchSlots(sequences, order: order, capacity: shape.windows)
        learns = steps != nil
        // Rows of absent bytes decay from the pass's beginning on, so that a pass depends on weights and moments alone.
        let presenceArena = Arena()
        presences = (0..<symbols.lags).map { _ in SymbolPresence(maximumSteps: shape.rows, arena: presenceArena) }
        return withExtendedLifetime(presenceArena) {
            var result = PassResult()
            var number: Int64 = 0
            team.run(execute: execute) {
                while !isStopped() {
                    prepareWindows(sequences)
                    guard !slots.slots.isEmpty else { return }
                    number += 1
                    step = steps?() ?? OptimiserStep()
                    runStep(number: number, result: &result)
                }
                result.byteCount = -1
            }
            presences = []
            return result.byteCount < 0 ? nil : result
        }
    }

    /// Puts the next bytes into every window in use.
    private func prepareWindows(_ sequences: TrainingSequences) {
        for change in slots.refill() {
            switch change {
            case .begin(let window):
                for network in networks { network.restoreState(window: window, from: emptyState) }
                symbols.clear(row: shape.start(of: window))
            case .move(let other, let window):
                for network in networks {
                    network.saveState(window: other, to: movingState)
                    network.restoreState(window: window, from: movingState)
                }
                symbols.copy(row: shape.start(of: other), to: shape.start(of: window))
            }
        }
        for (window, slot) in slots.slots.enumerated() {
            let start = shape.start(of: window)
            for row in 1...shape.horizon {
                let place = slot.rest.lowerBound + row - 1
                symbols.advance(to: start + row)
                let symbol = place < slot.rest.upperBound ? alphabet.symbol(of: sequences.bytes[place]) : 0
                symbols.set(target: symbol, row: start + row)
            }
        }
    }

    /// Steps of a window that are not past its sequence's end.
    private func stepCount(_ window: Int) -> Int { min(shape.horizon, slots.slots[window].rest.count) }

    private func runStep(number: Int64, result: inout PassResult) {
        let active = slots.slots.count
        // Noise rules the gradients, whose sum grows with the root of the number of windows: with this factor second moments
        // are as large as those of a coder that learns one window at a time.
        weight = 1 / Float(active).squareRoot()
        let chunks = min(active, 4 * threads)
        for network in networks.indices {
            for chunk in 0..<chunks { post(Task.windows(chunk, of: chunks, network: network)) }
        }
        team.finish(execute)
        addCosts(to: &result)
        if learns {
            step.windows = active
            let rows = (0..<active).flatMap { window in
                shape.start(of: window) + 1..<shape.start(of: window) + 1 + stepCount(window)
            }
            for lag in presences.indices {
                presences[lag].group(rows: rows, stepNumber: number) { symbols.recent(row: $0, lag: lag) }
            }
            for network in networks.indices {
                for part in 0..<threads { post(Task.update(part, network: network)) }
            }
            team.finish(execute)
        }
        for window in 0..<active {
            for network in networks { network.carryState(window: window, after: shape.horizon) }
            symbols.copy(row: shape.start(of: window) + shape.horizon, to: shape.start(of: window))
        }
        slots.advance(by: shape.horizon)
    }

    /// Offers a task that depends on none of those before it. With many threads there are more of them than the team holds.
    private func post(_ task: Int) {
        if !team.hasRoom { team.finish(execute) }
        team.post(task)
    }

    /// Adds what the targets cost, and learns to mix.
    private func addCosts(to result: inout PassResult) {
        for window in slots.slots.indices {
            let start = shape.start(of: window)
            let count = stepCount(window)
            for row in start + 1..<start + 1 + count {
                _ = mixer.mix(networks, row: row)
                let target = symbols.target(row: row)
                let probability = mixer.probability(of: target, networks, row: row)
                // What the range coder gives the rarest symbol.
                result.bits -= log2(Double(max(probability, 0x1p-24)))
                if learns { mixer.learn(target, networks, row: row) }
            }
            result.byteCount += count
        }
    }

    /// Tasks as numbers, which threads can hand over without counting references.
    private enum Task {
        static func windows(_ chunk: Int, of count: Int, network: Int) -> Int {
            (chunk << 20 | count) << 4 | network << 1
        }
        static func update(_ part: Int, network: Int) -> Int { part << 4 | network << 1 | 1 }
    }

    private func execute(_ task: Int) {
        let network = networks[task >> 1 & 7]
        if task & 1 == 1 {
            network.update(step, presences: presences, part: UpdatePart(index: task >> 4, count: threads))
            return
        }
        let chunk = task >> 24
        let count = task >> 4 & 0xF_FFFF
        let active = slots.slots.count
        for window in active * chunk / count..<active * (chunk + 1) / count {
            network.forwardWindow(window, shape: shape, symbols: symbols)
            guard learns else { continue }
            network.backwardWindow(window, weight: weight, steps: stepCount(window), symbols: symbols)
        }
    }
}
