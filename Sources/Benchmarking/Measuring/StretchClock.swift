import Synchronization

/// Notes when a codec that tells how far it is passes certain positions of an item.
///
/// Positions depend on the item's size alone, so that the stretches of any two runs can be compared.
final class StretchClock: Sendable {
    /// Stretches of an item at most: what is kept of a pass stays small, and a stretch of a slow codec shorter than what
    /// disturbs it.
    static let mostStretches = 128

    /// Raw bytes of the shortest stretch.
    private static let fewestBytes = 1024

    /// Passes that take less are short enough to be undisturbed as a whole, seconds.
    private static let shortestPassSeconds = 0.01

    private struct State {
        var position = 0
        var marks: [(position: Int, seconds: Double)] = []
    }

    private let byteCount: Int
    private let stretchByteCount: Int
    private let state: Mutex<State>

    /// - Parameter byteCount: of the item.
    init(byteCount: Int) {
        self.byteCount = byteCount
        var length = Self.fewestBytes
        while byteCount > length * Self.mostStretches { length *= 2 }
        stretchByteCount = length
        var state = State()
        // No pass allocates anything for it.
        state.marks.reserveCapacity(Self.mostStretches)
        self.state = Mutex(state)
    }

    /// Begins another pass.
    func beginPass() {
        state.withLock { state in
            state.position = 0
            state.marks.removeAll(keepingCapacity: true)
        }
    }

    /// Notes that so many bytes more are done.
    func advance(by count: Int) {
        state.withLock { state in
            let before = state.position / stretchByteCount
            state.position += count
            guard state.position / stretchByteCount > before, state.position < byteCount,
                state.marks.count < Self.mostStretches
            else { return }
            state.marks.append((state.position, ProcessUsage.monotonicSeconds))
        }
    }

    /// The stretches of the pass that began and ended at these moments; nil for a short one, or where the codec said nothing.
    func times(from start: Double, to end: Double) -> StretchTimes? {
        guard end - start >= Self.shortestPassSeconds else { return nil }
        let marks = state.withLock { $0.marks }
        let moments = [start] + marks.map(\.seconds) + [end]
        return StretchTimes(
            ends: marks.map(\.position) + [byteCount],
            // A clock may stand still for an instant; what its text cannot hold would be no time.
            seconds: zip(moments.dropFirst(), moments).map { max($0 - $1, 1e-7) })
    }
}
