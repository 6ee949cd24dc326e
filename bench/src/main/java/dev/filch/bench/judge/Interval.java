package dev.filch.bench.judge;

import java.util.List;

/**
 * The 95 % confidence interval of a ratio, from the ratios of single rounds. Each round counts once, however often its
 * fork repeated the measurement. It is Student's interval for the mean of the logarithms, so a ratio and its inverse
 * have the same weight.
 *
 * @param low the lower end
 * @param high the upper end
 */
public record Interval(double low, double high) {

    /** With fewer rounds the interval says almost nothing. */
    static final int MIN_ROUNDS = 3;

    /** Student's t for a two-sided 95 %, for 1 degree of freedom and more. */
    private static final double[] STUDENT = {
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281
    };

    /** The same for the normal distribution. */
    private static final double NORMAL = 1.959964;

    /** Returns the interval from at least two ratios, all above zero. */
    static Interval of(List<Double> ratios) {
        int rounds = ratios.size();
        double[] logs = ratios.stream().mapToDouble(Math::log).toArray();
        double sum = 0;
        for (double log : logs) {
            sum += log;
        }
        double mean = sum / rounds;
        double squares = 0;
        for (double log : logs) {
            squares += (log - mean) * (log - mean);
        }
        double half = student(rounds - 1) * Math.sqrt(squares / (rounds - 1) / rounds);
        return new Interval(Math.exp(mean - half), Math.exp(mean + half));
    }

    /** Beyond the table, a series in the inverse of the degrees of freedom, exact to three decimal places. */
    static double student(int freedom) {
        if (freedom <= STUDENT.length) {
            return STUDENT[freedom - 1];
        }
        double z = NORMAL;
        double z3 = z * z * z;
        double z5 = z3 * z * z;
        double z7 = z5 * z * z;
        double first = (z3 + z) / 4;
        double second = (5 * z5 + 16 * z3 + 3 * z) / 96;
        double third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384;
        return z + (first + (second + third / freedom) / freedom) / freedom;
    }

    /** Returns the geometric mean of the ratios. */
    double middle() {
        return Math.sqrt(low * high);
    }
}
