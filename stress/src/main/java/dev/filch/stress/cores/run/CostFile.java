package dev.filch.stress.cores.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonIOException;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.filch.stress.cores.engine.Costs;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A set of costs as JSON. A file has a "description", "sources" (a list of strings), and an object for each
 * {@link CostUnit}. The keys of these objects are the names of the components of {@link Costs}. A component of a
 * distance is written after the distance and a dot, as in {@code near.transfer}. No key may be missing or unknown.
 */
public final class CostFile {

    private static final String DESCRIPTION = "description";
    private static final String SOURCES = "sources";

    private static final double MAX_FIGURE = 1e12;

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final String name;
    private final JsonObject file;
    private final Map<CostUnit, Map<String, Double>> parts = new EnumMap<>(CostUnit.class);

    private CostFile(String name, JsonObject file) {
        this.name = name;
        this.file = file;
    }

    /**
     * Reads a set.
     *
     * @param name its name
     * @param in the file
     * @return the set
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a key is missing or unknown, or its value invalid; the message names the key
     */
    public static CostSet parse(String name, Reader in) throws IOException {
        try {
            return new CostFile(name, object(in)).set();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static JsonObject object(Reader in) throws IOException {
        try {
            return JsonParser.parseReader(in).getAsJsonObject();
        } catch (JsonIOException e) {
            throw new IOException(e);
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException("not a JSON object: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a set as a file that {@link #parse} can read.
     *
     * @param set the set
     * @param out receives the file
     * @throws IOException if the file cannot be written
     */
    public static void write(CostSet set, Appendable out) throws IOException {
        GSON.toJson(json(set), out);
        out.append('\n');
    }

    /**
     * Converts a set to JSON.
     *
     * @param set the set
     * @return the contents of its file
     */
    public static JsonObject json(CostSet set) {
        JsonObject file = new JsonObject();
        file.addProperty(DESCRIPTION, set.description());
        file.add(SOURCES, GSON.toJsonTree(set.sources()));
        for (CostUnit unit : CostUnit.values()) {
            Map<String, Double> figures = unit.figures(set.costs());
            if (!figures.isEmpty()) {
                file.add(unit.key(), GSON.toJsonTree(figures));
            }
        }
        return file;
    }

    private CostSet set() {
        Set<String> known = new TreeSet<>(Set.of(DESCRIPTION, SOURCES));
        for (CostUnit unit : CostUnit.values()) {
            known.add(unit.key());
            parts.put(unit, figures(unit));
        }
        rejectUnknown(file.keySet(), known);
        String description = description();
        List<String> sources = sources();
        Costs costs = (Costs) build(Costs.class, "");
        parts.forEach((unit, figures) ->
                rejectUnknown(figures.keySet(), unit.figures(costs).keySet()));
        return new CostSet(name, description, sources, costs);
    }

    private String description() {
        if (file.get(DESCRIPTION) instanceof JsonPrimitive text && text.isString()) {
            return text.getAsString();
        }
        throw invalid(DESCRIPTION, "must be a string");
    }

    private List<String> sources() {
        List<String> sources = new ArrayList<>();
        if (file.get(SOURCES) == null || !file.get(SOURCES).isJsonArray()) {
            throw invalid(SOURCES, "must be a list of strings");
        }
        for (JsonElement source : file.getAsJsonArray(SOURCES)) {
            if (!(source instanceof JsonPrimitive text) || !text.isString()) {
                throw invalid(SOURCES, "must be a list of strings");
            }
            sources.add(source.getAsString());
        }
        return sources;
    }

    /** Returns the figures with a unit; none if the file lacks the unit. */
    private Map<String, Double> figures(CostUnit unit) {
        Map<String, Double> figures = new LinkedHashMap<>();
        JsonElement part = file.get(unit.key());
        if (part == null) {
            return figures;
        }
        if (!part.isJsonObject()) {
            throw invalid(unit.key(), "must be an object with a number for each cost");
        }
        part.getAsJsonObject().asMap().forEach((key, value) -> {
            if (!(value instanceof JsonPrimitive number) || !number.isNumber()) {
                throw invalid(key, "must be a number, not " + value);
            }
            double figure = number.getAsDouble();
            if (!(figure >= 0 && figure <= MAX_FIGURE)) {
                throw invalid(key, "must be a number from 0 to " + (long) MAX_FIGURE + ", not " + value);
            }
            figures.put(key, figure);
        });
        return figures;
    }

    private Record build(Class<?> type, String prefix) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Stream.of(components).map(component -> value(component, prefix)).toArray();
        try {
            return (Record) type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            String where = prefix.isEmpty() ? "" : "'" + prefix.substring(0, prefix.length() - 1) + "': ";
            throw new IllegalArgumentException(where + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object value(RecordComponent component, String prefix) {
        String key = prefix + component.getName();
        if (component.getType().isRecord()) {
            return build(component.getType(), key + ".");
        }
        CostUnit unit = CostUnit.of(component);
        Double figure = parts.get(unit).get(key);
        if (figure == null) {
            throw invalid(key, "is missing among the " + unit.key());
        }
        try {
            return unit.component(figure);
        } catch (IllegalArgumentException e) {
            throw invalid(key, e.getMessage());
        }
    }

    private static void rejectUnknown(Set<String> keys, Set<String> known) {
        Set<String> unknown = new TreeSet<>(keys);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw invalid(unknown.iterator().next(), "is unknown; known keys: " + String.join(", ", known));
        }
    }

    private static IllegalArgumentException invalid(String key, String problem) {
        return new IllegalArgumentException("'" + key + "' " + problem);
    }
}
