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
import dev.filch.stress.cores.engine.Machine;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Sets of costs as JSON. A file has a "description", "sources" (a list of texts), "nanoseconds" and "fractions". The
 * keys of the latter two are the names of the components of {@link Costs}: its times and its fractions. The components
 * of a distance follow its name and a point, as in {@code near.transfer}. No key may be missing or unknown.
 */
public final class CostFile {

    private static final String DESCRIPTION = "description";
    private static final String SOURCES = "sources";
    private static final String NANOSECONDS = "nanoseconds";
    private static final String FRACTIONS = "fractions";
    private static final Set<String> KEYS = Set.of(DESCRIPTION, SOURCES, NANOSECONDS, FRACTIONS);

    private static final double MAX_NANOS = 1e12;

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final String name;
    private final Map<String, Double> nanoseconds;
    private final Map<String, Double> fractions;

    private CostFile(String name, JsonObject file) {
        this.name = name;
        nanoseconds = figures(file, NANOSECONDS);
        fractions = figures(file, FRACTIONS);
    }

    /**
     * Reads a set.
     *
     * @param name its name
     * @param in the file
     * @return the set
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a key is missing, unknown or has a wrong value; the message names the key
     */
    public static CostSet parse(String name, Reader in) throws IOException {
        JsonObject file;
        try {
            file = JsonParser.parseReader(in).getAsJsonObject();
        } catch (JsonIOException e) {
            throw new IOException(e);
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException(name + " is not a JSON object: " + e.getMessage(), e);
        }
        refuseUnknown(name, file.keySet(), KEYS);
        return new CostSet(name, text(name, file), sources(name, file), new CostFile(name, file).costs());
    }

    /**
     * Writes a set in the form in which it can be read.
     *
     * @param set what to write
     * @param out where to
     */
    public static void write(CostSet set, Appendable out) {
        GSON.toJson(json(set), out);
    }

    /**
     * A set as a part of another document.
     *
     * @param set the set
     * @return what its file holds
     */
    public static JsonObject json(CostSet set) {
        JsonObject file = new JsonObject();
        file.addProperty(DESCRIPTION, set.description());
        file.add(SOURCES, GSON.toJsonTree(set.sources()));
        file.add(NANOSECONDS, GSON.toJsonTree(nanoseconds(set.costs())));
        file.add(FRACTIONS, GSON.toJsonTree(fractions(set.costs())));
        return file;
    }

    /**
     * The times among some costs.
     *
     * @param costs the costs
     * @return in nanoseconds, by their keys
     */
    public static Map<String, Double> nanoseconds(Costs costs) {
        Map<String, Double> found = new LinkedHashMap<>();
        collect(costs, "", long.class, (double) Machine.NANOSECOND, found);
        return found;
    }

    /**
     * The fractions among some costs.
     *
     * @param costs the costs
     * @return by their keys
     */
    public static Map<String, Double> fractions(Costs costs) {
        Map<String, Double> found = new LinkedHashMap<>();
        collect(costs, "", double.class, 1, found);
        return found;
    }

    private static void collect(Record from, String prefix, Class<?> type, double unit, Map<String, Double> found) {
        for (RecordComponent component : from.getClass().getRecordComponents()) {
            String key = prefix + component.getName();
            Object value = read(component, from);
            if (value instanceof Record inner) {
                collect(inner, key + ".", type, unit, found);
            } else if (component.getType() == type) {
                found.put(key, ((Number) value).doubleValue() / unit);
            }
        }
    }

    private static Object read(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(String name, JsonObject file) {
        if (file.get(DESCRIPTION) instanceof JsonPrimitive text && text.isString()) {
            return text.getAsString();
        }
        throw wrong(name, DESCRIPTION, "must be a text");
    }

    private static List<String> sources(String name, JsonObject file) {
        List<String> sources = new ArrayList<>();
        if (file.get(SOURCES) == null || !file.get(SOURCES).isJsonArray()) {
            throw wrong(name, SOURCES, "must be a list of texts");
        }
        for (JsonElement source : file.getAsJsonArray(SOURCES)) {
            if (!(source instanceof JsonPrimitive text) || !text.isString()) {
                throw wrong(name, SOURCES, "must be a list of texts");
            }
            sources.add(source.getAsString());
        }
        return sources;
    }

    private Map<String, Double> figures(JsonObject file, String part) {
        if (file.get(part) == null || !file.get(part).isJsonObject()) {
            throw wrong(name, part, "must be an object with a number for each cost");
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        file.getAsJsonObject(part).asMap().forEach((key, value) -> {
            if (!(value instanceof JsonPrimitive number) || !number.isNumber()) {
                throw wrong(name, key, "must be a number, not " + value);
            }
            double figure = number.getAsDouble();
            if (!(figure >= 0 && figure <= MAX_NANOS)) {
                throw wrong(name, key, "must be a number from 0 to " + (long) MAX_NANOS + ", not " + value);
            }
            figures.put(key, figure);
        });
        return figures;
    }

    private Costs costs() {
        Costs costs;
        try {
            costs = (Costs) build(Costs.class, "");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
        refuseUnknown(name, nanoseconds.keySet(), nanoseconds(costs).keySet());
        refuseUnknown(name, fractions.keySet(), fractions(costs).keySet());
        return costs;
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
        if (component.getType() == double.class) {
            return figure(fractions, FRACTIONS, key);
        }
        return Math.round(figure(nanoseconds, NANOSECONDS, key) * Machine.NANOSECOND);
    }

    private static double figure(Map<String, Double> figures, String part, String key) {
        Double figure = figures.get(key);
        if (figure == null) {
            throw new IllegalArgumentException("'" + key + "' is missing among the " + part);
        }
        return figure;
    }

    private static void refuseUnknown(String name, Set<String> keys, Set<String> known) {
        Set<String> unknown = new TreeSet<>(keys);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    name + ": there is no cost or other key called '" + unknown.iterator().next() + "'");
        }
    }

    private static IllegalArgumentException wrong(String name, String key, String what) {
        return new IllegalArgumentException(name + ": '" + key + "' " + what);
    }
}
