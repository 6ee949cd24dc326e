package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.Costs;
import java.util.List;

/**
 * Costs, and where they come from.
 *
 * @param name the set's name, or the path of its file
 * @param description the machine that they describe
 * @param sources how each of them was found
 * @param costs the costs
 */
public record CostSet(String name, String description, List<String> sources, Costs costs) {
}
