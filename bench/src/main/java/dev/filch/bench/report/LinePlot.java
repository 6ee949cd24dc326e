package dev.filch.bench.report;

import java.util.List;
import java.util.SortedMap;

/**
 * A plot of lines by the number of cores.
 *
 * @param title the title above the plot
 * @param yAxis the unit of the values
 * @param logarithmic whether the axis of the values is logarithmic; then only values above 0 are drawn
 * @param lines the lines, in the order of the legend
 */
public record LinePlot(String title, String yAxis, boolean logarithmic, List<Line> lines) {

    /**
     * A line. Lines of the same name have the same colour and marker, and one entry in the legend.
     *
     * @param name the name in the legend
     * @param look the number of the colour and marker: the same number looks the same in every plot
     * @param dashed whether it is dashed, thin and without markers
     * @param values the values by the number of cores
     */
    public record Line(String name, int look, boolean dashed, SortedMap<Integer, Double> values) {}
}
