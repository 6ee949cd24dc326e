package dev.filch.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Brings the plots' font along. A Linux machine that only serves often has no font at all, and then Java cannot even
 * measure a word. So there the JDK is told, before it looks around, to use this font for everything; elsewhere it has
 * its own.
 */
final class ChartFont {

    /** Where the JDK looks for a description of its fonts before it asks the system; not a documented one. */
    private static final String PROPERTY = "sun.awt.fontconfig";

    /** Liberation Sans, as PDFBox has it in its jar. */
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final String NAME = "LiberationSans";
    private static final List<String> FAMILIES = List.of("serif", "sansserif", "monospaced", "dialog", "dialoginput");
    private static final List<String> STYLES = List.of("plain", "bold", "italic", "bolditalic");

    private ChartFont() {}

    /** Installs the font, if nobody has chosen another one. Has no effect once the JDK has looked for fonts. */
    static synchronized void install() throws IOException {
        if (!System.getProperty("os.name").equals("Linux") || System.getProperty(PROPERTY) != null) {
            return;
        }
        Path directory = Files.createTempDirectory("filch-bench-font");
        Path font = directory.resolve(NAME + ".ttf");
        try (InputStream in = ChartFont.class.getResourceAsStream(FONT)) {
            Files.copy(in, font);
        }
        Path description = directory.resolve("fontconfig.properties");
        try (Writer out = Files.newBufferedWriter(description)) {
            describe(font).store(out, null);
        }
        List.of(directory, font, description).forEach(path -> path.toFile().deleteOnExit()); // in reverse order
        System.setProperty(PROPERTY, description.toString());
    }

    private static Properties describe(Path font) {
        Properties properties = new Properties();
        properties.setProperty("version", "1");
        properties.setProperty("sequence.allfonts", "latin-1");
        properties.setProperty("allfonts.latin-1", NAME);
        for (String family : FAMILIES) {
            for (String style : STYLES) {
                properties.setProperty(family + "." + style + ".latin-1", NAME);
            }
        }
        properties.setProperty("filename." + NAME, font.toString());
        return properties;
    }
}
