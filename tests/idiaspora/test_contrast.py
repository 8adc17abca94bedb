from idiaspora.contrast import contrast, luminance, mix


def test_the_contrast_of_black_and_white_is_the_greatest() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    assert contrast("#0f5c5c", "#0F5C5C") == 1


def test_contrast_is_what_wcag_says() -> None:
    # Figures that the WCAG working group and common checkers publish for greys on white.
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_luminance_weighs_green_most() -> None:
    assert (luminance("#000000"), luminance("#ffffff")) == (0, 1)
    assert luminance("#00ff00") > luminance("#ff0000") > luminance("#0000ff")


def test_a_mix_is_that_of_color_mix_in_srgb() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#0f5c5c", "#fbf8f3", 0) == "#fbf8f3"
    assert mix("#0f5c5c", "#fbf8f3", 1) == "#0f5c5c"
