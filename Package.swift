// swift-tools-version: 6.2

import PackageDescription

// `NeuralKernels` is portable; `NeuralKernelsAVX2` is the same folder of sources (through a symbolic link) compiled for
// AVX2 with fused multiply-add. The program picks one when it starts. arm64 needs only the first: NEON always has FMA.
#if arch(x86_64)
let avx2Flags: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-mavx2", "-Xcc", "-mfma"])]
#else
let avx2Flags: [SwiftSetting] = []
#endif

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "NeuralCodecBench",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "ncbench", targets: ["ncbench"])
    ],
    traits: [
        .trait(name: "Zstd", description: "The zstd codec, through libzstd."),
        .trait(name: "Brotli", description: "The brotli codec, through libbrotlienc and libbrotlidec."),
        .trait(name: "LZ4", description: "The lz4 codec, through liblz4."),
        .trait(name: "LibDeflate", description: "The libdeflate codec, through libdeflate."),
        .trait(name: "WebP", description: "The webp codec for images, through libwebp."),
        .trait(name: "JXL", description: "The jxl codec for images, through libjxl and libjxl_threads."),
        .trait(name: "WavPack", description: "The wavpack codec for audio, through libwavpack."),
        .trait(name: "BZip3", description: "The bzip3 codec, through libbzip3."),
        .trait(name: "PPMd", description: "The ppmd codec, through libarchive."),
        .trait(name: "Zopfli", description: "The zopfli codec, through libzopfli."),
        .trait(name: "Snappy", description: "The snappy codec, through libsnappy."),
        .trait(name: "LZO", description: "The lzo codec, through liblzo2."),
        .trait(name: "JPEGLS", description: "The jpegls codec for images, through CharLS."),
        .trait(name: "JPEG2000", description: "The jp2 codec for images, through OpenJPEG."),
        .default(enabledTraits: [
            "Zstd", "Brotli", "LZ4", "LibDeflate", "WebP", "JXL", "WavPack", "BZip3", "PPMd", "Zopfli", "Snappy", "LZO",
            "JPEGLS", "JPEG2000",
        ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Floor 0: the C libraries, the interface, the headers of media files and the kernels.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"]), .brew(["xz"])]),
        .systemLibrary(name: "CBZip2", providers: [.apt(["libbz2-dev"]), .brew(["bzip2"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .systemLibrary(
            name: "CBrotli", pkgConfig: "libbrotlienc", providers: [.apt(["libbrotli-dev"]), .brew(["brotli"])]),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),
        .systemLibrary(
            name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"]), .brew(["webp"])]),
        .systemLibrary(
            name: "CJXL", pkgConfig: "libjxl_threads", providers: [.apt(["libjxl-dev"]), .brew(["jpeg-xl"])]),
        .systemLibrary(name: "CFLAC", pkgConfig: "flac", providers: [.apt(["libflac-dev"]), .brew(["flac"])]),
        .systemLibrary(
            name: "CWavPack", pkgConfig: "wavpack", providers: [.apt(["libwavpack-dev"]), .brew(["wavpack"])]),
        .systemLibrary(
            name: "CBZip3", pkgConfig: "bzip3", providers: [.apt(["libbzip3-dev"]), .brew(["bzip3"])]),
        .systemLibrary(
            name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
        .systemLibrary(name: "CZopfli", providers: [.apt(["libzopfli-dev"]), .brew(["zopfli"])]),
        .systemLibrary(
            name: "CSnappy", pkgConfig: "snappy", providers: [.apt(["libsnappy-dev"]), .brew(["snappy"])]),
        .systemLibrary(name: "CLZO", pkgConfig: "lzo2", providers: [.apt(["liblzo2-dev"]), .brew(["lzo"])]),
        .systemLibrary(
            name: "CCharLS", pkgConfig: "charls", providers: [.apt(["libcharls-dev"]), .brew(["charls"])]),
        .systemLibrary(
            name: "COpenJPEG", pkgConfig: "libopenjp2", providers: [.apt(["libopenjp2-7-dev"]), .brew(["openjpeg"])]),
        .target(name: "CProcessor"),
        .target(name: "CSharedLibrary"),
        .target(name: "CSpawn"),
        .target(name: "OutsideText", swiftSettings: swiftSettings),
        .target(name: "Console", dependencies: ["OutsideText"], swiftSettings: swiftSettings),
        .target(name: "CodecInterface", dependencies: ["OutsideText"], swiftSettings: swiftSettings),
        .target(name: "MediaFormats", dependencies: ["CodecInterface"], swiftSettings: swiftSettings),
        .target(name: "Repair", swiftSettings: swiftSettings),
        .target(name: "NeuralKernels", dependencies: ["CProcessor"], swiftSettings: swiftSettings),
        .target(name: "NeuralKernelsAVX2", dependencies: ["CProcessor"], swiftSettings: swiftSettings + avx2Flags),

        // Floor 1: the codecs and the data.
        .target(
            name: "SystemCodecs",
            dependencies: [
                "CodecInterface", "MediaFormats", "OutsideText", "CSharedLibrary", "CSpawn", "CZlib", "CLZMA", "CBZip2",
                "CPNG", "CFLAC",
                .target(name: "CZstd", condition: .when(traits: ["Zstd"])),
                .target(name: "CBrotli", condition: .when(traits: ["Brotli"])),
                .target(name: "CLZ4", condition: .when(traits: ["LZ4"])),
                .target(name: "CDeflate", condition: .when(traits: ["LibDeflate"])),
                .target(name: "CWebP", condition: .when(traits: ["WebP"])),
                .target(name: "CJXL", condition: .when(traits: ["JXL"])),
                .target(name: "CWavPack", condition: .when(traits: ["WavPack"])),
                .target(name: "CBZip3", condition: .when(traits: ["BZip3"])),
                .target(name: "CArchive", condition: .when(traits: ["PPMd"])),
                .target(name: "CZopfli", condition: .when(traits: ["Zopfli"])),
                .target(name: "CSnappy", condition: .when(traits: ["Snappy"])),
                .target(name: "CLZO", condition: .when(traits: ["LZO"])),
                .target(name: "CCharLS", condition: .when(traits: ["JPEGLS"])),
                .target(name: "COpenJPEG", condition: .when(traits: ["JPEG2000"])),
                .product(name: "Yams", package: "Yams"),
            ],
            resources: [.embedInCode("CommandLine/codecs.yaml")],
            swiftSettings: swiftSettings),
        .target(
            name: "NeuralCodecs",
            dependencies: [
                "CodecInterface", "CProcessor", "CZlib", "MediaFormats", "NeuralKernels", "NeuralKernelsAVX2",
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "Corpora",
            dependencies: [
                "CodecInterface", "MediaFormats", "OutsideText", "CZlib", "CPNG", "CFLAC",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings),

        // Floor 2: measuring, and the file tool.
        .target(
            name: "FileTool",
            dependencies: ["CodecInterface", "Console", "Corpora", "MediaFormats", "NeuralCodecs", "OutsideText"],
            swiftSettings: swiftSettings),
        .target(
            name: "Training",
            dependencies: [
                "CodecInterface", "Corpora", "FileTool", "NeuralCodecs", "OutsideText",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "Benchmarking",
            dependencies: [
                "CProcessor", "CodecInterface", "Console", "Corpora", "MediaFormats", "OutsideText",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: swiftSettings),

        // Floor 3: results to bytes and to verdicts.
        .target(
            name: "Reporting",
            dependencies: [
                "Benchmarking", "CodecInterface", "Console", "Corpora", "OutsideText", "Training",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            // Compiled in, so that the program finds its templates wherever it is run.
            resources: [
                "page.css", "page.js", "page.mustache", "plot.css", "section.mustache", "site.css", "site.mustache",
                "table.mustache",
            ].map { .embedInCode("Page/Template/\($0)") },
            swiftSettings: swiftSettings),

        .target(
            name: "Regression",
            dependencies: [
                "Benchmarking", "CodecInterface", "Console", "Corpora", "OutsideText",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: swiftSettings),

        .target(
            name: "Cluster", dependencies: ["Benchmarking", "OutsideText"], swiftSettings: swiftSettings),

        // Floor 4: many runs, and what they show together.
        .target(
            name: "History",
            dependencies: [
                "Benchmarking", "CodecInterface", "Corpora", "OutsideText", "Regression",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            resources: ["version-1.sql", "version-2.sql", "version-3.sql"].map { .embedInCode("Schema/\($0)") },
            swiftSettings: swiftSettings),
        .target(
            name: "HistoryReporting",
            dependencies: [
                "Benchmarking", "CodecInterface", "History", "OutsideText", "Regression", "Reporting",
            ],
            swiftSettings: swiftSettings),

        // Floor 5: the command line.
        .executableTarget(
            name: "ncbench",
            dependencies: [
                "CodecInterface", "Console", "MediaFormats", "OutsideText", "SystemCodecs", "NeuralCodecs", "Corpora",
                "FileTool", "Benchmarking", "Cluster", "History", "HistoryReporting", "Repair", "Reporting",
                "Regression", "Training",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings),

        // Tests, one target a module, and one suite over every codec of the registry.
        .testTarget(name: "OutsideTextTests", dependencies: ["OutsideText"], swiftSettings: swiftSettings),
        .testTarget(
            name: "MediaFormatsTests", dependencies: ["MediaFormats", "CodecInterface", "CodecSamples"],
            swiftSettings: swiftSettings),
        .testTarget(name: "CodecInterfaceTests", dependencies: ["CodecInterface"], swiftSettings: swiftSettings),
        .testTarget(
            name: "SystemCodecsTests",
            dependencies: [
                "CodecInterface", "CodecSamples", "SystemCodecs", "CZlib",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ReportingTests",
            dependencies: [
                "Reporting", "Benchmarking", "BrowserDriver", "CodecInterface", "Corpora", "OutsideText", "Training",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            exclude: ["Golden"], swiftSettings: swiftSettings),
        .target(
            name: "BrowserDriver", dependencies: [.product(name: "Subprocess", package: "swift-subprocess")],
            path: "Tests/BrowserDriver", swiftSettings: swiftSettings),
        .testTarget(
            name: "HistoryReportingTests",
            dependencies: [
                "HistoryReporting", "Benchmarking", "BrowserDriver", "CodecInterface", "History", "HistorySamples",
                "OutsideText", "Regression", "Reporting",
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "HistorySamples",
            dependencies: ["Benchmarking", "CodecInterface", "Corpora", "History", "OutsideText"],
            path: "Tests/HistorySamples", swiftSettings: swiftSettings),
        .testTarget(
            name: "RegressionTests", dependencies: ["Regression", "Benchmarking", "CodecInterface", "OutsideText"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "History", "HistorySamples", "Benchmarking", "CodecInterface", "Corpora", "OutsideText", "Regression",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Earlier"], swiftSettings: swiftSettings),
        .testTarget(
            name: "CodecConformanceTests",
            dependencies: ["Benchmarking", "CodecInterface", "CodecSamples", "SystemCodecs", "Reporting", "ncbench"],
            swiftSettings: swiftSettings),
        .target(
            name: "CodecSamples",
            dependencies: ["CodecInterface", .product(name: "Subprocess", package: "swift-subprocess")],
            path: "Tests/CodecSamples", swiftSettings: swiftSettings),
        .testTarget(
            name: "CorporaTests",
            dependencies: ["CodecInterface", "CodecSamples", "Corpora", "MediaFormats", "OutsideText", "SystemCodecs"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "NeuralKernelsTests", dependencies: ["NeuralKernels", "NeuralKernelsAVX2", "NeuralCodecs"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "NeuralCodecsTests",
            dependencies: ["NeuralCodecs", "CodecInterface", "CodecSamples", "FuzzTargets"],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "FaultyWorker", dependencies: ["Benchmarking", "CodecInterface"], path: "Tests/FaultyWorker",
            swiftSettings: swiftSettings),
        // Not a test but a measurement: Tests/AgreementBenchmark/run.sh.
        .target(
            name: "CBareLoops",
            dependencies: [
                "CZlib", "CLZMA", "CBZip2",
                .target(name: "CZstd", condition: .when(traits: ["Zstd"])),
                .target(name: "CLZ4", condition: .when(traits: ["LZ4"])),
            ],
            path: "Tests/AgreementBenchmark/CBareLoops",
            cSettings: [
                .define("WITH_ZSTD", .when(traits: ["Zstd"])), .define("WITH_LZ4", .when(traits: ["LZ4"])),
            ],
            linkerSettings: [
                .linkedLibrary("z"), .linkedLibrary("lzma"), .linkedLibrary("bz2"),
                .linkedLibrary("zstd", .when(traits: ["Zstd"])), .linkedLibrary("lz4", .when(traits: ["LZ4"])),
            ]),
        .executableTarget(
            name: "AgreementBenchmark",
            dependencies: [
                "CBareLoops", "Benchmarking", "CodecSamples",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/AgreementBenchmark/Program", swiftSettings: swiftSettings),
        // The same of dividing and merging a very large run: Tests/ScaleExperiment/run.sh.
        .executableTarget(
            name: "ScaleExperiment",
            dependencies: [
                "Benchmarking", "CodecInterface", "CodecSamples", "Corpora", "OutsideText",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/ScaleExperiment/Program", swiftSettings: swiftSettings),
        // The same of the regression gate: docs/regression-gate.md.
        .executableTarget(
            name: "GateExperiment",
            dependencies: [
                "Benchmarking", "CodecSamples", "Console", "Regression",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/GateExperiment/Program", swiftSettings: swiftSettings),
        // Another measurement: Tests/HistoryExperiment/run.sh.
        .executableTarget(
            name: "HistoryExperiment",
            dependencies: [
                "Benchmarking", "CodecSamples", "History", "HistorySamples", "Regression",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/HistoryExperiment/Program", swiftSettings: swiftSettings),
        .testTarget(
            name: "BenchmarkingTests",
            dependencies: ["Benchmarking", "CodecInterface", "Corpora", "FaultyWorker", "OutsideText"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Benchmarking", "CodecInterface", "CodecSamples", "Corpora", "GateExperiment", "OutsideText", "ncbench",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "TrainingTests", dependencies: ["Training", "CodecInterface"], swiftSettings: swiftSettings),
        .testTarget(name: "RepairTests", dependencies: ["Repair"], swiftSettings: swiftSettings),
        .testTarget(name: "FileToolTests", dependencies: ["ncbench"], swiftSettings: swiftSettings),
        .target(
            name: "FuzzTargets", dependencies: ["CodecInterface", "NeuralCodecs"], path: "Tests/Fuzzing/FuzzTargets",
            swiftSettings: swiftSettings),
    ],
    swiftLanguageModes: [.v6]
)

// Tests/Fuzzing/run.sh sets this. The driver links only with libFuzzer, and the fuzzer could not get past checksums.
if Context.environment["NCBENCH_FUZZING"] != nil {
    package.targets.append(
        .executableTarget(
            name: "FuzzDriver", dependencies: ["FuzzTargets"], path: "Tests/Fuzzing/FuzzDriver",
            swiftSettings: swiftSettings))
    for target in package.targets where target.name == "NeuralCodecs" {
        target.swiftSettings = (target.swiftSettings ?? []) + [.define("IGNORE_CHECKSUMS")]
    }
}
