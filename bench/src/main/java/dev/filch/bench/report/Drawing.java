package dev.filch.bench.report;

import java.util.function.Supplier;

/**
 * A plot that was drawn, or the reason why this JVM cannot draw it.
 *
 * @param svg the SVG document; null if it could not be drawn
 * @param failure what went wrong; null if the plot was drawn
 */
record Drawing(String svg, Throwable failure) {

    /** Draws a plot. A JVM without fonts says so in various ways, most of them an Error. */
    static Drawing of(Supplier<String> plot) {
        try {
            return new Drawing(plot.get(), null);
        } catch (RuntimeException | Error e) {
            return new Drawing(null, e);
        }
    }
}
