import ArgumentParser
import Console

extension ByteCount: ExpressibleByArgument {}

extension SpanOfTime: ExpressibleByArgument {}
