/// Distributions rather than frequencies: what a model that joins the networks with others asks for.
extension PredictorLoop {
    /// Whether any byte value is declared.
    var hasSymbols: Bool { alphabet.count > 0 }

    /// Runs `body` with the threads that share the networks.
    func withTeam<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
        try team.run(execute: execute, body)
    }

    /// Takes a whole window's bytes, all declared, and predicts all its steps at once: what an encoder can do, and with
    /// the same bits as step by step. After ``horizon`` calls of ``distribution(row:)`` and ``noteKnown(row:)`` comes
    /// ``endKnownWindow()``.
    func beginKnownWindow(_ bytes: UnsafePointer<UInt8>) {
        beginWindow()
        for row in 1...shape.horizon {
            symbols.advance(to: row)
            symbols.set(target: alphabet.symbol(of: bytes[row - 1]), row: row)
        }
        predictWindow()
    }

    /// Probabilities of the symbols at a step of a known window, counted from 1.
    func distribution(row: Int) -> UnsafePointer<Float> { mixer.mix(networks, row: row) }

    /// Learns to mix from a step of a known window.
    func noteKnown(row: Int) { learnMixing(symbols.target(row: row), row: row) }

    /// Learns from a known window.
    func endKnownWindow() {
        beginGradients()
        finishWindow()
    }

    /// Probabilities of the symbols at the next step.
    func nextDistribution() -> UnsafePointer<Float> {
        if position == 0 { beginWindow() }
        let row = position + 1
        symbols.advance(to: row)
        predictStep(row: row)
        return mixer.mix(networks, row: row)
    }

    /// Learns the byte that came, which is declared.
    func learn(byte: UInt8) { learn(alphabet.symbol(of: byte)) }
}

/// Bytes that nobody handed in.
extension PredictorLoop {
    /// Goes on with bytes of `choose`'s, from which nothing is learnt.
    ///
    /// - Parameter choose: gets the probabilities of the symbols and their number, at least one, and returns one of them.
    func generate(
        into bytes: UnsafeMutableRawBufferPointer, choose: (UnsafePointer<Float>, Int) -> Int
    ) {
        withTeam { () throws(Never) in
            for index in bytes.indices {
                let symbol = choose(nextDistribution(), alphabet.count)
                bytes[index] = alphabet.value(of: symbol)
                continueWithoutLearning(symbol)
            }
            closeWindow()
        }
    }
}
