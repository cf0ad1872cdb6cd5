import Dispatch
import Foundation
import Synchronization

/// Turns Ctrl-C and a request to end into a call, so that a run can stop between rows.
package final class InterruptionWatch: Sendable {
    private let received = Atomic<Int32>(0)
    /// Touched by the making and the ending call only, which the owner makes one after the other.
    nonisolated(unsafe) private var sources: [any DispatchSourceSignal] = []

    /// Signals that the caller ignores, as `nohup` does, stay ignored.
    ///
    /// - Parameter stop: called once, when the first signal comes; a second one ends the process at once.
    package init(_ stop: @escaping @Sendable () -> Void) {
        for number in [SIGINT, SIGTERM, SIGHUP] where !IgnoredSignals.contains(number) {
            Foundation.signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [self] in
                Foundation.signal(number, SIG_DFL)
                received.store(number, ordering: .relaxed)
                stop()
            }
            source.resume()
            sources.append(source)
        }
    }

    /// The signal that came, if one did.
    package var signal: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    package func end() { sources.forEach { $0.cancel() } }
}
