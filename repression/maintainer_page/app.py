"""The script that Streamlit runs for the maintainers' page."""

# A process of a long step loads this file too, as it does with any main module. It must not draw the page, nor import
# extensions, which need the main module that is not there yet.
if __name__ == "__main__":
    from repression.maintainer_page import frame

    frame.show()
