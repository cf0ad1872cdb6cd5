import Regression
import Testing

@Suite struct PlaceholderTests {}
