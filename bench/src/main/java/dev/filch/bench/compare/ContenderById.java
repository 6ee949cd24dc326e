package dev.filch.bench.compare;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import java.util.Iterator;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Finds a contender by its name on the command line. */
public final class ContenderById implements ITypeConverter<Contender>, Iterable<String> {

    @Override
    public Contender convert(String id) {
        return Contenders.byId(id)
                .filter(Contenders.ALL::contains)
                .orElseThrow(() -> new TypeConversionException("there is no executor '" + id + "', but "
                        + Contenders.ALL.stream().map(Contender::id).collect(Collectors.joining(", "))));
    }

    /** Returns the names, for the help text. */
    @Override
    public Iterator<String> iterator() {
        return Contenders.ALL.stream().map(Contender::id).iterator();
    }
}
