/// How much a command says beside its result.
package enum Verbosity: Sendable {
    case quiet, normal, verbose
}
