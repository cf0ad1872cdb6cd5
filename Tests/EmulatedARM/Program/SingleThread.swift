/// Stands in for the team of threads, which wants an operating system: threads do not show in a stream.
final class TaskTeam: Sendable {
    init(threads: Int) {}
    var isAlone: Bool { true }
    func run<Failure: Error>(
        execute: @escaping (Int) -> Void, _ body: () throws(Failure) -> Void
    ) throws(Failure) { try body() }
    func post(_ task: Int, to helper: Int = 0) {}
    func finish(_ execute: (Int) -> Void) {}
}
