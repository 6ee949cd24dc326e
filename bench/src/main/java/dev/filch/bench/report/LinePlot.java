package dev.filch.bench.report;

import java.util.List;
import java.util.SortedMap;

/**
 * What a plot of lines over numbers of cores shows.
 *
 * @param title its title, above the plot
 * @param yAxis the unit of the values
 * @param logarithmic whether the values differ by orders of magnitude; only those above 0 are drawn then
 * @param lines the lines, in the order of the legend
 */
public record LinePlot(String title, String yAxis, boolean logarithmic, List<Line> lines) {

    /**
     * A line. Lines of the same name have the same colour and marker; the legend lists the first of them.
     *
     * @param name what the legend says
     * @param look which colour and marker: the same number looks the same in every plot
     * @param dashed whether it is dashed, thin and without markers
     * @param values the values by the number of cores
     */
    public record Line(String name, int look, boolean dashed, SortedMap<Integer, Double> values) {}
}
