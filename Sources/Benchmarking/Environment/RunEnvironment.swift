/// The machine and the build that a run's numbers belong to: `environment.json`. Holds no user name, host name or path.
package struct RunEnvironment: Sendable, Hashable, Codable {
    /// Version of this file's fields.
    package var schema = 1
    /// Identifier of the run, as in its rows.
    package var run: String
    /// When the run began, ISO 8601 in UTC.
    package var date: String
    /// The command line, as far as it says what was measured.
    package var command: String
    /// As the processor names itself; nil where it does not.
    package var cpuModel: String?
    /// Instruction sets beyond the base that coders may use, e.g. `avx2`.
    package var cpuFeatures: [String]
    /// Hardware threads that the system has online.
    package var logicalCores: Int
    /// What chooses the processor's frequency, e.g. `performance`; nil where that is not shown.
    package var governor: String?
    /// Bytes of RAM.
    package var memoryByteCount: Int?
    /// Name and release, as `uname -sr` has it.
    package var kernel: String
    /// The distribution and its version.
    package var operatingSystem: String
    /// `docker container`, `virtual machine (KVM)`, or one in the other, where that shows.
    package var virtualization: String?
    /// Processes that wanted a processor over the last minute, when the run began.
    package var loadAverage: Double?
    /// The run's scheduling priority, -20 to 19; 0 is the usual.
    package var niceness: Int
    /// The compiler's.
    package var swiftVersion: String
    /// `release` or `debug`.
    package var buildConfiguration: String
    /// Commit of the source this was built from, with `-dirty` when it was changed; nil outside a checkout.
    package var commit: String?
    /// Version of each codec's library, by codec name.
    package var libraryVersions: [String: String]
    /// Items that were generated, not real data.
    package var generatedItems: [String]
    /// The published corpus of each item that belongs to one, by item; nil where none does.
    package var corpora: [String: String]?
    /// How many records each item has, by item, where blocks end where lines do; nil in other runs.
    package var recordCounts: [String: Int]?
    /// Processors without hyper-threads; nil where the system does not say.
    package var physicalCores: Int?
    /// Sizes of the first processor's caches, e.g. `L1d 32K`.
    package var caches: [String]?
    /// Whether the frequency may rise above the nominal one; nil where the system does not say.
    package var turbo: Bool?
    /// How much the machine's speed varied when the run began.
    package var noise: MachineNoise?
    /// What decides what the figures mean; nil in runs that are older than the field.
    package var options: RunOptions?
    /// The processor's highest frequency, Hz; nil where the system does not say.
    package var maximumFrequency: Double?
    /// Processors' worth of time that the process's control group may take; nil for no limit.
    package var processorLimit: Double?
    /// Memory that the process's control group may take, bytes; nil for no limit.
    package var memoryLimitByteCount: Int?
    /// Whether large allocations get huge pages: `always`, `madvise` or `never`.
    package var hugePages: String?
    /// The C library, whose allocator and copying every codec uses: `glibc 2.36`.
    package var cLibrary: String?
    /// When the run was gone on with after an interruption, ISO 8601 in UTC.
    package var resumptions: [String]?

    /// The processors that the process may run on, as Linux lists them: `0-3,8`; nil where the system does not say.
    package var affinity: String?

    /// What starting another program takes, by spec; nil where no spec is one.
    package var startUp: [String: StartUp]?

    /// The shards that were merged into this run, each with its machine; nil in a run that was measured in one piece.
    package var shards: [ShardEnvironment]?

    /// An item of one byte in both directions, seconds: part of every time of a program that is started for each pass.
    package struct StartUp: Sendable, Hashable, Codable {
        /// To compress.
        package var compressionSeconds: Double
        package var decompressionSeconds: Double

        /// - Parameters: seconds of each direction, 0 or more.
        package init(compressionSeconds: Double, decompressionSeconds: Double) {
            self.compressionSeconds = compressionSeconds
            self.decompressionSeconds = decompressionSeconds
        }

        /// For people: `3.1 ms to compress, 2.8 ms to decompress`.
        package var text: String {
            func milliseconds(_ seconds: Double) -> String { NumberText.fixed(1)(seconds * 1000) + " ms" }
            return milliseconds(compressionSeconds) + " to compress, " + milliseconds(decompressionSeconds)
                + " to decompress"
        }
    }

    /// The fields for people, in order.
    package var summary: [(name: String, value: String)] {
        var rows: [(name: String, value: String)] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { rows.append((name, value)) }
        }
        add("CPU", cpuModel)
        add("logical cores", String(logicalCores))
        add("physical cores", physicalCores.map(String.init))
        add("may run on processors", affinity)
        add("CPU limit", processorLimit.map { NumberText.significant($0) + " processors" })
        add("maximum frequency", maximumFrequency.map { NumberText.fixed(2)($0 / 1e9) + " GHz" })
        add("caches", caches?.joined(separator: ", "))
        add("CPU features", cpuFeatures.joined(separator: " "))
        add("frequency governor", governor)
        add("turbo", turbo.map { $0 ? "on" : "off" })
        add("memory", memoryByteCount.map { NumberText.fixed(1)(Double($0) / 1_073_741_824) + " GiB" })
        add("memory limit", memoryLimitByteCount.map { NumberText.fixed(1)(Double($0) / 1_073_741_824) + " GiB" })
        add("transparent huge pages", hugePages)
        add("operating system", operatingSystem)
        add("kernel", kernel)
        add("C library", cLibrary)
        add("virtualization", virtualization)
        add("load average at start", loadAverage.map(NumberText.fixed(2)))
        add("noise", noise.map { "\(NumberText.fixed(1)($0.spread * 100)) %\($0.warning == nil ? "" : " (noisy)")" })
        add("niceness", niceness == 0 ? nil : String(niceness))
        add("pinned to processor", options?.pinnedCPU.map(String.init))
        add("build", "Swift \(swiftVersion), \(buildConfiguration)")
        for (spec, startUp) in (startUp ?? [:]).sorted(by: { $0.key < $1.key }) {
            add("starting \(spec)", startUp.text)
        }
        add("commit", commit)
        add("date", date)
        add("command", command)
        return rows
    }
}
