import Foundation

/// The signals that the caller wants ignored, as `nohup` does with SIGHUP: they must stay so.
package enum IgnoredSignals {
    /// Whether this process ignores the signal.
    package static func contains(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        #if canImport(Darwin)
        let handler = action.__sigaction_u.__sa_handler
        #else
        let handler = action.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
