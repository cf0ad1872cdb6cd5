/// How the work of the coding loop is spread over threads.
///
/// With several networks each thread keeps to its own: they meet where logits are mixed (once a window when encoding, at
/// every byte when decoding) and where a window is learnt. With one network that replays, the other thread learns the
/// replayed window while the new one is coded.
extension PredictorLoop {
    /// What a thread can do by itself.
    private enum Task {
        /// A step forward; row 0 stands for all steps of the new window.
        case forward(row: Int, network: Int)
        /// The gradients of the new window, whose forward pass is done, and of all replayed ones.
        case gradients(network: Int)
        /// The gradients of one of them, the new window being 0.
        case window(Int, network: Int)
        /// An optimiser step of one part of a network's parameters.
        case update(Int, network: Int)

        /// The task as a number, which threads can hand over without counting references.
        var code: Int {
            switch self {
            case .forward(let row, let network): Self.code(0, network, row)
            case .gradients(let network): Self.code(1, network, 0)
            case .window(let window, let network): Self.code(2, network, window)
            case .update(let part, let network): Self.code(3, network, part)
            }
        }

        init(code: Int) {
            let network = code >> 2 & 0xFF
            let detail = code >> 10
            switch code & 3 {
            case 0: self = .forward(row: detail, network: network)
            case 1: self = .gradients(network: network)
            case 2: self = .window(detail, network: network)
            default: self = .update(detail, network: network)
            }
        }

        private static func code(_ kind: Int, _ network: Int, _ detail: Int) -> Int {
            detail << 10 | network << 2 | kind
        }
    }

    /// Called when a window begins and its replays are chosen.
    func beginReplays() {
        guard networks.count == 1, !team.isAlone else { return }
        for window in replay.activeWindows { team.post(Task.window(window, network: 0).code) }
    }

    /// Probabilities of every network at `row`.
    func predictStep(row: Int) { predict { .forward(row: row, network: $0) } }

    /// Probabilities of every network at all steps of the new window.
    func predictWindow() { predict { .forward(row: 0, network: $0) } }

    private func predict(_ task: (_ network: Int) -> Task) {
        if networks.count == 1 {
            // Alone it is best off on the coding thread, whether or not that is the only one.
            execute(task(0))
        } else {
            post(task)
            executeOwn(task)
            team.finish(execute)
        }
    }

    /// Begins the gradients of the window that is predicted.
    func beginGradients() {
        for index in networks.indices {
            switch division.owner(ofNetwork: index) {
            case 0: continue
            case let owner?: team.post(Task.gradients(network: index).code, to: owner)
            case nil:
                let begun = networks.count == 1 ? 0..<1 : 0..<replay.activeWindows.upperBound
                for window in begun { team.post(Task.window(window, network: index).code) }
            }
        }
    }

    /// Does the coding thread's share of the gradients and waits for the rest.
    func finishGradients() {
        executeOwn { .gradients(network: $0) }
        team.finish(execute)
    }

    /// One optimiser step of every network.
    func updateNetworks() {
        for index in networks.indices {
            switch division.owner(ofNetwork: index) {
            case 0: continue
            case let owner?: team.post(Task.update(0, network: index).code, to: owner)
            case nil:
                for part in 0..<division.threads { team.post(Task.update(part, network: index).code) }
            }
        }
        executeOwn { .update(0, network: $0) }
        team.finish(execute)
    }

    /// Posts a task for each network that is not the coding thread's.
    private func post(_ task: (_ network: Int) -> Task) {
        for index in networks.indices {
            let owner = division.owner(ofNetwork: index)
            if owner != 0 { team.post(task(index).code, to: owner ?? 0) }
        }
    }

    /// Does a task for each network that is the coding thread's.
    private func executeOwn(_ task: (_ network: Int) -> Task) {
        for index in networks.indices where division.owner(ofNetwork: index) == 0 { execute(task(index)) }
    }

    /// Does a task, on any of the threads.
    func execute(_ code: Int) { execute(Task(code: code)) }

    private func execute(_ task: Task) {
        switch task {
        case .forward(0, let network): networks[network].forwardWindow(0, shape: shape, symbols: symbols)
        case .forward(let row, let network): networks[network].forward(row: row, symbols: symbols)
        case .gradients(let network):
            for window in 0..<replay.activeWindows.upperBound { gradients(ofWindow: window, network: network) }
        case .window(let window, let network): gradients(ofWindow: window, network: network)
        case .update(let part, let network):
            let isOwned = division.owner(ofNetwork: network) != nil
            networks[network].update(
                step, presences: presences, part: UpdatePart(index: part, count: isOwned ? 1 : division.threads))
        }
    }

    private func gradients(ofWindow window: Int, network: Int) {
        if window == 0 {
            networks[network].backwardWindow(0, weight: 1, symbols: symbols)
        } else {
            networks[network].forwardWindow(window, shape: shape, symbols: symbols)
            networks[network].backwardWindow(window, weight: replay.weight, symbols: symbols)
        }
    }
}
