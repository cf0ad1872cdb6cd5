/// Which thread does what for which network.
///
/// Networks meet only where their logits are mixed, so that each is best left to one thread, whose cache keeps its weights.
/// Networks that do not come out even are shared window by window.
struct WorkDivision {
    /// Threads that are of use: one a network, or two where one network replays.
    let threads: Int
    private let ownedCount: Int

    init(of parameters: ModelParameters, threads: Int) {
        let networkCount = parameters.networks.count
        let useful = networkCount > 1 ? networkCount : parameters.replays > 0 ? 2 : 1
        self.threads = max(1, min(threads, useful))
        ownedCount = networkCount / self.threads * self.threads
    }

    /// The thread that does all of a network's work, the coding thread being 0; nil when whoever is free does.
    ///
    /// Levels name their networks from the dearest on; the coding thread, which mixes and codes besides, has the cheapest.
    func owner(ofNetwork index: Int) -> Int? { index < ownedCount ? (ownedCount - 1 - index) % threads : nil }
}
