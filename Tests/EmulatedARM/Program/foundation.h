// All that the coder asks of Foundation.
double log2(double);
