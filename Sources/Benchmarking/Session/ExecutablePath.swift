import Foundation

/// This program, which is also its own worker.
package enum ExecutablePath {
    package static var current: String { Bundle.main.executableURL?.path ?? CommandLine.arguments[0] }
}
