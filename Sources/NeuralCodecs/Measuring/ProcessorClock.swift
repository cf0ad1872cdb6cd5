internal import Foundation

/// Processor time of this process: on a shared machine it counts less of what others do than a clock on the wall.
enum ProcessorClock {
    /// Seconds so far, of all threads.
    static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
